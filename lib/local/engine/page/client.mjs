// The operator's page in the browser: which room is shown, kept fresh, and the keyboard.
import { place, view } from "./actions.mjs";
import { api, KEY } from "./api.mjs";
import { byId, el, empty, plural } from "./dom.mjs";
import { functions, queue } from "./rooms.mjs";
import { oneRun } from "./run.mjs";
import { runs } from "./runs.mjs";

const REFRESH_MS = 2500;

const main = byId("main");

let drawn = "";
let turn = 0;
const show = async (keep = false) => {
  const mine = ++turn;
  const here = place();
  if (!keep) view.pages = 1;
  const draw =
    here.parts[0] === "functions"
      ? functions
      : here.parts[0] === "queue"
        ? queue
        : here.parts[1]
          ? oneRun
          : runs;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#/${here.parts[0] ?? "runs"}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const nodes = await draw(here).catch((error) => [
    el("div", { class: "card" }, empty("This cannot be shown", error.message)),
  ]);
  const now = await api("/queue").catch(() => null);
  if (mine !== turn) return;
  byId("now").textContent = now
    ? `${plural(now.runs, "live run")} · ${now.queued} queued · ${now.inFlight} in flight`
    : "not reachable";
  const wrap = el("div", {}, ...nodes.filter(Boolean));
  if (wrap.innerHTML === drawn && keep) return;
  drawn = wrap.innerHTML;
  const focused = main.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  main.replaceChildren(...wrap.childNodes);
  document.title = `${main.querySelector("h1")?.textContent ?? "Engine"} · Engine`;
  if (focused)
    main.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  if (!keep) scrollTo(0, 0);
};

addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]"))
    return;
  if (event.target.matches("input, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const tab = document.querySelectorAll("nav a")[Number(event.key) - 1];
  if (tab) tab.click();
  if (event.key === "/" && byId("filter")) {
    event.preventDefault();
    byId("filter").focus();
  }
  if (event.key === "Escape") main.querySelector("[data-id=back]")?.click();
  const rows = [...main.querySelectorAll("[data-row]")];
  const by = { j: 1, k: -1 }[event.key];
  if (by && rows.length > 0)
    rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(document.activeElement) + by))].focus();
});
addEventListener("hashchange", () => {
  if (!place().query.has("token")) void show();
});
const editing = () =>
  document.activeElement?.matches?.("input, select") || document.querySelector("dialog[open]");
setInterval(() => {
  if (!document.hidden && !editing()) void show(true);
}, REFRESH_MS);
const given = place().query.get("token");
if (given) {
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, "", "#/runs");
}
view.redraw = show;
void show();
