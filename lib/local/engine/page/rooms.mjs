// Functions with pause and resume; the queue with its lanes.
import { button } from "./actions.mjs";
import { api } from "./api.mjs";
import { el, empty, fact, length, moment, plural, short, table } from "./dom.mjs";

const trigger = (one) => one.cron ?? `${one.event}${one.if ? ` if ${one.if}` : ""}`;

export const functions = async () => {
  const [{ data: fns }, { data: apps }, { data: notices }] = await Promise.all([
    api("/functions"),
    api("/apps"),
    api("/notices"),
  ]);
  const row = (fn) => {
    const verb = fn.pausedAt ? "Resume" : "Pause";
    const change = () =>
      api(`/functions/${encodeURIComponent(fn.id)}/${verb.toLowerCase()}`, "POST");
    const control = button(
      verb,
      change,
      fn.pausedAt ? `${short(fn.id)} goes on.` : `${short(fn.id)} is paused: new runs wait.`,
    );
    control.setAttribute("data-id", `${verb} ${fn.id}`);
    control.setAttribute("aria-label", `${verb} ${short(fn.id)}`);
    return el(
      "tr",
      {},
      el(
        "td",
        {},
        el(
          "a",
          { href: `#/runs?fn=${encodeURIComponent(fn.id)}`, "data-row": true, "data-id": fn.id },
          short(fn.id),
        ),
        fn.pausedAt && el("div", { class: "state paused" }, "Paused"),
      ),
      el("td", { class: "wide quiet" }, fn.triggers.map(trigger).join(", ") || "only invoked"),
      el("td", { class: "number", "data-name": "Tries" }, String(fn.tries)),
      el("td", { class: "act" }, control),
    );
  };
  return [
    el("h1", {}, "Functions"),
    ...apps
      .filter((app) => app.error || app.downSince)
      .map((app) =>
        el(
          "p",
          { class: "error" },
          `${app.id || app.url}: ${app.error ?? `does not answer since ${app.downSince}`}`,
        ),
      ),
    notices.length > 0 &&
      el(
        "ul",
        { class: "card notices" },
        notices.map(({ message, count, at }) =>
          el(
            "li",
            {},
            message,
            el("span", { class: "quiet" }, ` ${plural(count, "time")}, last `, moment(at)),
          ),
        ),
      ),
    fns.length > 0
      ? table([["Function"], ["Started by"], ["Tries", "number"], [""]], fns.map(row))
      : el(
          "div",
          { class: "card" },
          empty("No functions", "The application has not announced any yet."),
        ),
  ];
};

export const queue = async () => {
  const now = await api("/queue");
  const row = (lane) =>
    el(
      "tr",
      {},
      el("td", { class: "mono wide" }, lane.key),
      el("td", { class: "number", "data-name": "Running" }, `${lane.used} of ${lane.limit}`),
      el("td", { class: "number", "data-name": "Waiting" }, String(lane.waiting)),
    );
  return [
    el("h1", {}, "Queue"),
    el(
      "dl",
      { class: "card facts" },
      [
        ["Queued", now.queued],
        ["Oldest", length(now.oldestMs)],
        ["In flight", now.inFlight],
        ["Fresh at once", now.limit],
        ["Live runs", now.runs],
        ["Waits", now.waits],
        ["Timers", now.timers],
        ["Signals", now.signals],
        ["Held back", now.held],
      ].map(([name, value]) => fact(name, String(value), true)),
    ),
    el("h2", {}, "Lanes"),
    now.lanes.length > 0
      ? table([["Key"], ["Running", "number"], ["Waiting", "number"]], now.lanes.map(row))
      : el(
          "div",
          { class: "card" },
          empty(
            "No lane is in use",
            "A lane exists while a run counts against a concurrency limit.",
          ),
        ),
  ];
};
