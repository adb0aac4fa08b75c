// What the address says, and buttons that change something.
import { byId, el, say } from "./dom.mjs";

/** Draws the current place anew; the entry sets it. */
export const view = { redraw: async () => {}, pages: 1 };

export const act = async (button, work, done) => {
  button.disabled = true;
  try {
    await work();
    say(done);
    await view.redraw(true);
  } catch (error) {
    say(error.message);
  } finally {
    button.disabled = false;
  }
};

export const button = (text, work, done, kind = "") => {
  const node = el(
    "button",
    { type: "button", class: kind, "data-id": text, onclick: () => act(node, work, done) },
    text,
  );
  return node;
};

export const place = () => {
  const [path, search = ""] = (location.hash.slice(1) || "/runs").split("?");
  return {
    parts: path.split("/").filter(Boolean).map(decodeURIComponent),
    query: new URLSearchParams(search),
  };
};

export const go = (query) => {
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  location.hash = `/runs${query.size ? `?${query}` : ""}`;
};

export const confirmed = () =>
  new Promise((resolve) => {
    const dialog = byId("sure");
    dialog.returnValue = "no";
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
    dialog.showModal();
  });
