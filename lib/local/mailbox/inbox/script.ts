/**
 * The page's only script: follows new mail and listens to the keyboard. Without it the page still works;
 * it is plain links and a form.
 */
export const SCRIPT = `
const list = document.querySelector("nav.list");
const search = document.querySelector("input");
const said = document.querySelector("[role=status]");
const rows = () => [...list.querySelectorAll("a[data-id]")];
const ids = () => rows().map((row) => row.dataset.id);
const refresh = async () => {
  const response = await fetch(location.href, { headers: { "x-part": "list" } });
  if (!response.ok) return;
  const before = new Set(ids());
  const focused = document.activeElement?.dataset?.id;
  const top = list.scrollTop;
  list.innerHTML = await response.text();
  list.scrollTop = top;
  if (focused) list.querySelector('a[data-id="' + focused + '"]')?.focus({ preventScroll: true });
  const fresh = ids().filter((id) => !before.has(id)).length;
  if (fresh > 0) said.textContent = fresh === 1 ? "1 new message" : fresh + " new messages";
};
const source = new EventSource("/api/live");
let connected = false;
source.onmessage = refresh;
source.onopen = () => { if (connected) refresh(); connected = true; };
const step = (by) => {
  const all = rows();
  const at = all.findIndex((row) => row === document.activeElement);
  const from = at >= 0 ? at : all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[Math.min(all.length - 1, Math.max(0, from + by))];
  next?.focus();
};
addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target === search) { if (event.key === "Escape") search.blur(); return; }
  if (event.key === "/") { event.preventDefault(); search.focus(); search.select(); }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
  if (event.key === "Escape") document.querySelector("a.back")?.click();
  const tab = document.querySelectorAll(".tabs a")[Number(event.key) - 1];
  if (tab) tab.click();
});
for (const time of document.querySelectorAll("main time")) time.textContent = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
`;
