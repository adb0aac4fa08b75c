import type { Kernel } from "../core/kernel.ts";
import type { Answer, Call } from "./answer.ts";
import { leading } from "./answer.ts";
import { requireToken } from "./auth.ts";

const oldestQueuedMs = (k: Kernel): number => {
  const now = k.clock.now();
  let oldest = now;
  for (const run of k.runs.values()) {
    if (run.discovery.state === "queued" && run.queuedAt < oldest) oldest = run.queuedAt;
  }
  return now - oldest;
};

/** `GET /api/queue`: depth, age and the concurrency lanes in use. */
export const getQueue = (call: Call): Answer => {
  requireToken(call);
  const k = leading(call);
  const lanes = k.scheduler.lanes().sort((a, b) => b.waiting - a.waiting);
  const body = {
    queued: k.scheduler.queued,
    inFlight: k.scheduler.inFlight,
    limit: k.limit?.value ?? k.options.inFlight,
    runs: k.runs.size,
    timers: k.timers.size,
    waits: k.waits.size,
    signals: k.signals.size,
    oldestMs: oldestQueuedMs(k),
    held: [...k.apps.values()].reduce((sum, app) => sum + app.held.size, 0),
    lanes: lanes.slice(0, 100),
  };
  return { status: 200, body };
};

type Row = [
  name: string,
  type: "counter" | "gauge",
  help: string,
  samples: [labels: string, value: number][],
];

const one = (value: number): [string, number][] => [["", value]];

const totals = ({ counters: c, log }: Kernel): Row[] => [
  ["events_total", "counter", "Events taken in.", one(c.events)],
  [
    "duplicates_total",
    "counter",
    "Events that started nothing because they came before.",
    one(c.duplicates),
  ],
  ["runs_started_total", "counter", "Runs made.", one(c.runsStarted)],
  [
    "runs_ended_total",
    "counter",
    "Runs ended.",
    Object.entries(c.runsEnded).map(([status, value]) => [`{status="${status}"}`, value]),
  ],
  ["steps_total", "counter", "Step results recorded.", one(c.steps)],
  ["requests_total", "counter", "Requests to the application.", one(c.requests)],
  ["retries_total", "counter", "Tries that failed and are repeated.", one(c.retries)],
  ["checkpoints_total", "counter", "Checkpoints taken in.", one(c.checkpoints)],
  ["fenced_total", "counter", "Checkpoints of workers whose turn was over.", one(c.fenced)],
  [
    "expression_errors_total",
    "counter",
    "Expressions that could not be evaluated.",
    one(c.expressionErrors),
  ],
  ["queue_seconds_total", "counter", "Time requests were queued.", one(c.queueMs / 1000)],
  ["request_seconds_total", "counter", "Time requests were out.", one(c.requestMs / 1000)],
  ["app_seconds_total", "counter", "Of that, in the SDK and functions.", one(c.appMs / 1000)],
  ["commit_seconds_total", "counter", "Time commits took.", one(log.busyMs / 1000)],
  ["commits_total", "counter", "Commits of the log.", one(log.commits)],
  ["rows_total", "counter", "Rows written by the log.", one(log.rows)],
];

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};

const gauges = (k: Kernel): Row[] => [
  ["runs", "gauge", "Runs that have not ended.", one(k.runs.size)],
  ["queued", "gauge", "Requests that wait for their turn.", one(k.scheduler.queued)],
  [
    "in_flight_limit",
    "gauge",
    "Fresh requests the application is given at once.",
    one(k.limit?.value ?? k.options.inFlight),
  ],
  ["in_flight", "gauge", "Requests out at the application.", one(k.scheduler.inFlight)],
  [
    "oldest_queued_seconds",
    "gauge",
    "Age of the oldest queued run.",
    one(oldestQueuedMs(k) / 1000),
  ],
  ["waits", "gauge", "Runs that wait for an event.", one(k.waits.size)],
  ["timers", "gauge", "Timers set.", one(k.timers.size)],
  ["payload_bytes", "gauge", "Payloads in memory.", one(k.loadedBytes)],
  ["resident_bytes", "gauge", "Memory of the process.", one(process.memoryUsage.rss())],
  ["cpu_seconds_total", "counter", "Processor time of the process.", one(cpuSeconds())],
];

/** `GET /metrics` in Prometheus' text format. */
export const getMetrics = (call: Call): Answer => {
  requireToken(call);
  const k = leading(call);
  const lines = [...totals(k), ...gauges(k)].flatMap(([name, type, help, samples]) => [
    `# HELP steward_engine_${name} ${help}`,
    `# TYPE steward_engine_${name} ${type}`,
    ...samples.map(([labels, value]) => `steward_engine_${name}${labels} ${value}`),
  ]);
  return {
    status: 200,
    body: `${lines.join("\n")}\n`,
    type: "text/plain; version=0.0.4; charset=utf-8",
  };
};
