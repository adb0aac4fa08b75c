// One run: what is known of it, its timeline, cancel and replay.
import { act, button, confirmed } from "./actions.mjs";
import { api } from "./api.mjs";
import { between, el, empty, fact, moment, short, state } from "./dom.mjs";
import { runRow } from "./runs.mjs";

const span = (from, to, run) => {
  const start = Date.parse(run.queuedAt);
  const all = Math.max(1, (run.endedAt ? Date.parse(run.endedAt) : Date.now()) - start);
  const part = (iso) => Math.min(100, Math.max(0, ((Date.parse(iso) - start) * 100) / all));
  const [x, end] = [part(from), to ? part(to) : 100];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({
    x: `${x}%`,
    width: `${Math.max(0.6, end - x)}%`,
    height: "8",
    rx: "4",
  }))
    rect.setAttribute(name, value);
  svg.setAttribute("aria-hidden", "true");
  svg.append(rect);
  return el("div", { class: "track" }, svg);
};

/** An error as its stack, a text as it is, all else as JSON. */
const readable = (value) =>
  typeof value === "string" ? value : (value.stack ?? JSON.stringify(value, null, 2));

const opened = new Set();

const json = (title, value, id) =>
  value === undefined || value === null
    ? null
    : el(
        "details",
        {
          open: opened.has(id),
          ontoggle: (event) => (event.target.open ? opened.add(id) : opened.delete(id)),
        },
        el("summary", { "data-id": id }, title),
        el("pre", { class: "mono", tabindex: "0" }, readable(value)),
      );

const item = (kind, name, from, to, run, ...rest) =>
  el(
    "li",
    { class: kind },
    el("span", { class: "name" }, name),
    span(from, to, run),
    el("span", { class: "took" }, between(from, to)),
    ...rest.filter(Boolean),
  );

/** Tries name their step by its hash; the function's own body has none. */
const nameOf = (run, id) =>
  id === "step"
    ? "The function"
    : ([...run.steps, ...run.waits].find((one) => (one.step ?? one.id) === id)?.name ?? "A step");

/** A new run that keeps the results before a step. */
const rerun = (run, step) => {
  const control = button(
    "Rerun from here",
    async () => {
      const made = await api(`/runs/${run.id}/rerun`, "POST", { fromStep: step.id });
      location.hash = `/runs/${made.id}`;
    },
    `A new run was started. It keeps the results before “${step.name}”.`,
    "small",
  );
  control.setAttribute("data-id", `rerun ${step.id}`);
  control.setAttribute("aria-label", `Rerun from ${step.name}`);
  return control;
};

const timeline = (run) => {
  const items = [
    ...run.steps.map((step) => ({
      at: step.startedAt ?? step.endedAt,
      node: item(
        step.error ? "bad" : "",
        step.name,
        step.startedAt ?? step.endedAt,
        step.endedAt,
        run,
        run.endedAt && rerun(run, step),
        json(step.error ? "Error" : "Result", step.error ?? step.data, step.id),
      ),
    })),
    ...run.attempts.map((attempt, n) => ({
      at: attempt.startedAt,
      node: item(
        "bad",
        `${nameOf(run, attempt.step)}: try ${attempt.attempt + 1} failed`,
        attempt.startedAt,
        attempt.endedAt,
        run,
        json(`Error, HTTP ${attempt.status}`, attempt.error, `attempt ${n}`),
      ),
    })),
    ...run.waits.map((wait) => ({
      at: `~${wait.until ?? ""}`,
      node: item(
        "open",
        `${wait.name || "The function"}: ${wait.for ? `waits for ${wait.for}` : wait.kind}`,
        run.startedAt ?? run.queuedAt,
        null,
        run,
        wait.until && el("span", { class: "quiet" }, "until ", moment(wait.until)),
      ),
    })),
  ];
  items.sort((a, b) => (a.at < b.at ? -1 : 1));
  return items.length > 0
    ? el(
        "ol",
        { class: "timeline" },
        items.map(({ node }) => node),
      )
    : empty("No steps", "The function has recorded none.");
};

const links = (title, list) =>
  list.length > 0 && [
    el("h2", {}, title),
    el("div", { class: "card" }, el("table", {}, el("tbody", {}, list.map(runRow)))),
  ];

const to = (id) => el("a", { href: `#/runs/${id}`, class: "mono" }, id);

export const oneRun = async ({ parts: [, id] }) => {
  const run = await api(`/runs/${encodeURIComponent(id)}`);
  const cancel = el(
    "button",
    {
      type: "button",
      class: "danger",
      "data-id": "cancel",
      onclick: async () => {
        if (await confirmed())
          await act(cancel, () => api(`/runs/${id}/cancel`, "POST"), "The run is cancelled.");
      },
    },
    "Cancel",
  );
  const replay = button(
    "Replay",
    async () => {
      const made = await api(`/runs/${id}/replay`, "POST");
      location.hash = `/runs/${made.id}`;
    },
    "A new run with the same events was started.",
  );
  return [
    el(
      "div",
      { class: "bar" },
      el("a", { href: "#/runs", class: "quiet", "data-id": "back" }, "← All runs"),
    ),
    el("h1", {}, short(run.fn), " ", state(run.status)),
    el("div", { class: "bar" }, run.endedAt ? replay : cancel),
    el(
      "dl",
      { class: "card facts" },
      fact("Run", el("span", { class: "mono" }, run.id)),
      fact("Tenant", run.tenant ?? "–"),
      fact("Queued", moment(run.queuedAt)),
      fact("Started", moment(run.startedAt)),
      fact("Took", between(run.startedAt, run.endedAt)),
      run.cron && fact("Schedule", run.cron),
      run.parent && fact("Invoked by", to(run.parent.run)),
      run.replayOf && fact("Replay of", to(run.replayOf)),
    ),
    el("h2", {}, "Timeline"),
    el("div", { class: "card" }, timeline(run)),
    run.output !== null && [
      el("h2", {}, run.status === "Failed" ? "Error" : "Output"),
      el("pre", { class: "mono", tabindex: "0" }, readable(run.output)),
    ],
    links("Invoked runs", run.children),
  ].flat();
};
