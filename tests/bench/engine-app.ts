import { openShop } from "../support/shop.ts";
import { type Bench, benchTenant, type Section } from "./bench.ts";
import { treeCpuMs } from "./engine-rig.ts";
import { load } from "./load.ts";
import type { Figure } from "./report.ts";

const SECONDS = 8;
const SENDERS = 10;
const STEPS = 10;

/** Ten steps in a row, the last one an effect outside, so that nearly all the work is the run's own. */
const tenSteps = (url: string) => ({
  schemaVersion: 1,
  name: "Ten steps",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: Array.from({ length: STEPS }, (_, i) => ({
    id: `s${i}`,
    ...(i > 0 && { needs: [`s${i - 1}`] }),
    ...(i === STEPS - 1
      ? { type: "http.request", with: { method: "POST", url, json: { n: i } } }
      : { type: "transform", with: { value: { id: "{{ trigger.body.id }}", n: i } } }),
  })),
});

type Numbers = Record<string, number>;

/** The engine's own counters, without the prefix they have in common. */
const metricsOf = async ({ stack }: Bench): Promise<Numbers> => {
  const response = await fetch(`${stack.urls.engine}/metrics`, {
    headers: { authorization: `Bearer ${stack.secrets.engineToken}` },
  });
  const lines = (await response.text()).split("\n").filter((line) => line && line[0] !== "#");
  return Object.fromEntries(
    lines
      .map((line) => line.replace("steward_engine_", "").split(" "))
      .map(([name, value]) => [name, Number(value)]),
  );
};

const PARTS = ["app", "engine", "postgres"] as const;

const cpuOf = ({ stack }: Bench): Numbers =>
  Object.fromEntries(PARTS.map((part) => [part, treeCpuMs(stack.pids()[part] ?? 0) ?? Number.NaN]));

/** All runs have ended: nothing is live any more, twice in a row, since a delivery's event may still be on its way. */
const drained = async (bench: Bench): Promise<void> => {
  for (let quiet = 0; quiet < 3; ) {
    const { runs = 0 } = await metricsOf(bench);
    quiet = runs === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};

const minus = (after: Numbers, before: Numbers, name: string): number =>
  (after[name] ?? 0) - (before[name] ?? 0);

/**
 * Durable step results the engine records a second while signed deliveries of a ten-step workflow come into the real
 * app as fast as ten senders can; a "run" is one delivery with everything it starts. Times are summed over the
 * requests of a run, which overlap; processor time is that of the whole processes, deliveries included.
 */
export const engineAppFigures: Section = async (bench) => {
  const shop = await openShop(await benchTenant(bench), tenSteps(bench.capture.url));
  const shot = () => ({ method: "POST", ...shop.delivery() });
  await load(bench.stack.urls.app, shot, 4, 2);
  await drained(bench);
  const [before, cpuBefore] = [await metricsOf(bench), cpuOf(bench)];
  const began = performance.now();
  const { count, bad, p50, p99 } = await load(bench.stack.urls.app, shot, SENDERS, SECONDS);
  await drained(bench);
  const seconds = (performance.now() - began) / 1000;
  const [after, cpuAfter] = [await metricsOf(bench), cpuOf(bench)];
  const steps = minus(after, before, "steps_total");
  bench.say(
    `engine: ${count} deliveries of ${STEPS} steps made ${steps} durable steps in ${seconds.toFixed(1)} s`,
  );
  const perRun = (name: string) => (minus(after, before, name) * 1000) / count;
  const time = (what: string, value: number): Figure => ({
    id: `engine.steps.app.time.${what}`,
    value,
    unit: "ms/run",
  });
  return [
    { id: "engine.steps.app.rate", value: steps / seconds, unit: "steps/s", aim: ">= 600" },
    { id: "engine.steps.app.runs.rate", value: count / seconds, unit: "runs/s" },
    { id: "engine.steps.app.steps-per-run", value: steps / count, unit: "steps" },
    { id: "engine.steps.app.requests-per-run", value: perRun("requests_total") / 1000, unit: "" },
    { id: "engine.steps.app.ack.p50", value: p50, unit: "ms" },
    { id: "engine.steps.app.ack.p99", value: p99, unit: "ms" },
    { id: "engine.steps.app.ack.bad", value: bad, unit: "answers", aim: "= 0" },
    time("queue", perRun("queue_seconds_total")),
    time("driver", perRun("request_seconds_total") - perRun("app_seconds_total")),
    time("app", perRun("app_seconds_total")),
    time("commit", perRun("commit_seconds_total")),
    ...PARTS.filter((part) => Number.isFinite(cpuAfter[part])).map(
      (part): Figure => ({
        id: `engine.steps.app.cpu.${part}`,
        value: (minus(cpuAfter, cpuBefore, part) * 1000) / count,
        unit: "ms/1000",
      }),
    ),
  ];
};
