// The engine's API with the operator's token, which is asked for when it is missing or wrong.
import { byId } from "./dom.mjs";

export const KEY = "engine-token";

const askToken = (why = "") =>
  new Promise((resolve) => {
    const dialog = byId("ask");
    byId("refused").textContent = why;
    byId("token").value = "";
    dialog.oncancel = (event) => event.preventDefault();
    dialog.onclose = () => {
      sessionStorage.setItem(KEY, byId("token").value.trim());
      resolve();
    };
    if (!dialog.open) dialog.showModal();
  });

let asking = null;
export const api = async (path, method = "GET", body = undefined) => {
  const token = sessionStorage.getItem(KEY) ?? "";
  const headers = {
    authorization: `Bearer ${token.replace(/[^\x21-\x7e]/g, "")}`,
    "content-type": "application/json",
  };
  const response = await fetch(`/api${path}`, {
    method,
    headers,
    ...(method !== "GET" && { body: JSON.stringify(body ?? {}) }),
  });
  if (response.status === 401) {
    asking ??= askToken(token && "The engine does not know this token.").finally(() => {
      asking = null;
    });
    await asking;
    return api(path, method, body);
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The engine answered ${response.status}.`);
  return answer;
};
