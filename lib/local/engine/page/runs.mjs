// The list of runs with its filters.
import { go, view } from "./actions.mjs";
import { api } from "./api.mjs";
import { between, el, empty, moment, short, state, table } from "./dom.mjs";

const STATES = ["Running", "Completed", "Failed", "Cancelled"];

const filters = (query, fns) => {
  const set = (name) => (event) => {
    query.set(name, event.target.value.trim());
    go(query);
  };
  const choice = (name, label, values) =>
    el(
      "select",
      { "aria-label": label, "data-id": name, onchange: set(name) },
      [["", label], ...values].map(([value, text]) =>
        el("option", { value, selected: (query.get(name) ?? "") === value }, text),
      ),
    );
  return el(
    "div",
    { class: "bar" },
    choice(
      "status",
      "Every state",
      STATES.map((one) => [one, one]),
    ),
    choice(
      "fn",
      "Every function",
      fns.map(({ id }) => [id, short(id)]),
    ),
    el("input", {
      id: "filter",
      "data-id": "tenant",
      placeholder: "Tenant id",
      "aria-label": "Tenant id",
      value: query.get("tenant") ?? "",
      onchange: set("tenant"),
    }),
  );
};

export const runRow = (run) =>
  el(
    "tr",
    {},
    el(
      "td",
      {},
      el("a", { href: `#/runs/${run.id}`, "data-id": run.id, "data-row": true }, short(run.fn)),
    ),
    el("td", {}, state(run.status)),
    el("td", { class: "wide quiet" }, run.tenant ?? "–"),
    el("td", {}, moment(run.queuedAt)),
    el("td", { class: "number quiet" }, between(run.startedAt, run.endedAt)),
  );

export const runs = async ({ query }) => {
  const fns = (await api("/functions")).data;
  const list = [];
  let cursor = null;
  for (let page = 0; page < view.pages && (page === 0 || cursor); page++) {
    const search = new URLSearchParams([
      ...query,
      ["limit", "50"],
      ...(cursor ? [["cursor", cursor]] : []),
    ]);
    const answer = await api(`/runs?${search}`);
    list.push(...answer.data);
    cursor = answer.nextCursor;
  }
  const more = el(
    "button",
    {
      type: "button",
      "data-id": "more",
      onclick: () => {
        view.pages += 1;
        void view.redraw(true);
      },
    },
    "Show older runs",
  );
  const none =
    query.size > 0
      ? empty("Nothing fits the filter", "Choose another state, function or tenant.")
      : empty("No runs yet", "They appear here as soon as an event starts one.");
  const rows = table(
    [["Function"], ["State"], ["Tenant"], ["Queued"], ["Took", "number"]],
    list.map(runRow),
  );
  if (cursor) rows.append(el("div", { class: "more" }, more));
  return [
    el("h1", {}, "Runs"),
    filters(query, fns),
    list.length > 0 ? rows : el("div", { class: "card" }, none),
  ];
};
