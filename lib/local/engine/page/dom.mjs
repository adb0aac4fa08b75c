// Elements and the ways values are shown. Nothing here makes HTML from data.
const SIGNS = { Completed: "✓", Failed: "✕", Cancelled: "⊘", Running: "→", Scheduled: "…" };

export const byId = (id) => document.getElementById(id);

export const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(key, value === true ? "" : value);
  }
  node.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
};

export const say = (text) => {
  byId("said").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => byId("said").replaceChildren(), 4000);
};

export const length = (ms) => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(ms / 3_600_000)} h ${Math.floor((ms % 3_600_000) / 60_000)} min`;
};

export const between = (from, to) =>
  from ? length(Math.max(0, (to ? Date.parse(to) : Date.now()) - Date.parse(from))) : "–";

export const moment = (iso) =>
  iso
    ? el(
        "time",
        { datetime: iso, title: iso },
        new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" }),
      )
    : "–";

export const state = (status) =>
  el("span", { class: `state ${status}` }, `${SIGNS[status] ?? ""} ${status}`);

export const empty = (title, text) => el("p", { class: "empty" }, el("strong", {}, title), text);

export const short = (fn) => fn.slice(fn.indexOf("-") + 1);

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const table = (heads, rows) =>
  el(
    "div",
    { class: "card" },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          heads.map(([text, kind]) => el("th", { scope: "col", class: kind }, text)),
        ),
      ),
      el("tbody", {}, rows),
    ),
  );

export const fact = (name, value, large = false) =>
  el("div", {}, el("dt", {}, name), el("dd", { class: large && "large" }, value));
