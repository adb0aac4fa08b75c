import { setTimeout as sleep } from "node:timers/promises";
import { type Rig, startRig } from "./engine-rig.ts";
import { quantile } from "./load.ts";
import type { Figure } from "./report.ts";

type Say = (line: string) => void;

const PARKED = 100_000;
const QUEUED = 10_000;
const PASSES = 3;

const now = () => performance.timeOrigin + performance.now();

const batches = async (
  { send }: Rig,
  count: number,
  size: number,
  event: (n: number) => { name: string; data: object },
) => {
  for (let n = 0; n < count; n += size)
    await send(Array.from({ length: size }, (_, i) => event(n + i)));
};

/** From the sent event to the first request at the application, nothing else going on. */
const idle = async (rig: Rig): Promise<Figure[]> => {
  for (let i = 0; i < 500; i++) {
    await rig.send([{ name: "bench/three", data: { sent: now() } }]);
    await sleep(12);
  }
  await sleep(100);
  const sorted = rig.latencies
    .splice(0)
    .slice(100)
    .toSorted((a, b) => a - b);
  return [
    { id: "engine.latency.idle.p50", value: quantile(sorted, 0.5), unit: "ms", aim: "<= 10" },
    { id: "engine.latency.idle.p99", value: quantile(sorted, 0.99), unit: "ms", aim: "<= 50" },
  ];
};

/** Recorded steps a second, the best of some passes, from the first event sent to the last run ended. */
const stepRate = async (rig: Rig, name: string, runs: number): Promise<number> => {
  let best = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const before = await rig.metrics();
    const began = performance.now();
    await batches(rig, runs, 100, (n) => ({ name, data: { n, tenantId: `t${n % 10}` } }));
    await rig.when(({ runs: live }) => live === 0);
    const steps = ((await rig.metrics()).steps_total ?? 0) - (before.steps_total ?? 0);
    best = Math.max(best, (steps * 1000) / (performance.now() - began));
  }
  return best;
};

/** What another tenant's new run waits for its first request while one tenant has thousands in the queue. */
const fair = async (rig: Rig): Promise<Figure> => {
  await batches(rig, QUEUED, 1000, (n) => ({ name: "bench/three", data: { n, tenantId: "loud" } }));
  let asked = 0;
  while (((await rig.metrics()).runs ?? 0) > QUEUED / 4) {
    await rig.send([{ name: "bench/three", data: { sent: now(), tenantId: `quiet${asked++}` } }]);
    await sleep(40);
  }
  await rig.when(({ runs }) => runs === 0);
  await sleep(50);
  const sorted = rig.latencies.splice(0).toSorted((a, b) => a - b);
  return { id: "engine.fair.delay", value: quantile(sorted, 0.95), unit: "ms", aim: "<= 100" };
};

/** Runs that wait for an event, each with its own condition; a restart with all of them; the event for one. */
const parked = async (rig: Rig, say: Say): Promise<Figure[]> => {
  const began = performance.now();
  const text = "x".repeat(200);
  await batches(rig, PARKED, 500, (n) => ({ name: "bench/park", data: { n, text } }));
  await rig.when(({ waits = 0 }) => waits >= PARKED);
  const rate = (PARKED * 1000) / (performance.now() - began);
  const megabytes = async () => ((await rig.metrics()).resident_bytes ?? 0) / 1024 / 1024;
  const before = await megabytes();
  const boot = await rig.restart();
  const after = await megabytes();
  say(
    `engine: ${PARKED} runs parked at ${rate.toFixed(0)} a second; ${after.toFixed(0)} MB after a restart`,
  );
  const wakes: number[] = [];
  for (let n = 0; n < 20; n++) {
    const sent = performance.now();
    await rig.send([{ name: "bench/wake", data: { n } }]);
    wakes.push(performance.now() - sent);
    await sleep(20);
  }
  const wake = quantile(
    wakes.toSorted((a, b) => a - b),
    0.5,
  );
  return [
    { id: "engine.parked.rate", value: rate, unit: "runs/s" },
    { id: "engine.parked.memory", value: Math.max(before, after), unit: "MB", aim: "<= 1024" },
    { id: "engine.parked.boot", value: boot, unit: "s", aim: "<= 5" },
    { id: "engine.parked.wake.p50", value: wake, unit: "ms", aim: "<= 20" },
  ];
};

/** Steps through the real SDK in a process of its own, and what a thousand runs cost each part in processor time. */
const sdk = async (rig: Rig): Promise<Figure[]> => {
  const runs = 1500;
  await stepRate(rig, "bench/sdk", 300);
  const before = await rig.cpuMs();
  const rate = await stepRate(rig, "bench/sdk", runs);
  const after = await rig.cpuMs();
  const cost = (["app", "engine", "postgres"] as const).flatMap((part): Figure[] => {
    const [from, to] = [before[part], after[part]];
    if (from === null || to === null) return [];
    const value = ((to - from) * 1000) / (runs * PASSES);
    return [{ id: `engine.cpu.${part}.per-1000-runs`, value, unit: "ms" }];
  });
  return [{ id: "engine.steps.sdk.rate", value: rate, unit: "steps/s", aim: ">= 600" }, ...cost];
};

const withRig = async <T>(app: Parameters<typeof startRig>[0], use: (rig: Rig) => Promise<T>) => {
  const rig = await startRig(app);
  try {
    return await use(rig);
  } finally {
    await rig.stop();
  }
};

const ceiling = async (rig: Rig, say: Say): Promise<Figure[]> => {
  const value = await stepRate(rig, "bench/three", 3000);
  say(`engine: ${value.toFixed(0)} steps a second with a stub application`);
  return [{ id: "engine.steps.stub.rate", value, unit: "steps/s", aim: ">= 2000" }];
};

/** What is measured with a stub application, by the beginning of its ids, in this order. */
const STUB: Record<string, (rig: Rig, say: Say) => Promise<Figure[]>> = {
  "engine.latency": idle,
  "engine.steps.stub": ceiling,
  "engine.fair": async (rig) => [await fair(rig)],
  "engine.parked": parked,
};

/** The engine by itself, with durable commits: its ceiling with a stub application, and what the real SDK makes of it. */
export const engineFigures = async (
  say: Say,
  wanted: (id: string) => boolean,
): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const parts = Object.entries(STUB).filter(([id]) => wanted(id));
  if (parts.length > 0) {
    await withRig("stub-app.ts", async (rig) => {
      await stepRate(rig, "bench/three", 500);
      for (const [, measure] of parts) {
        rig.latencies.splice(0);
        figures.push(...(await measure(rig, say)));
      }
    });
  }
  if (wanted("engine.steps.sdk") || wanted("engine.cpu"))
    figures.push(...(await withRig("sdk-app.ts", sdk)));
  return figures;
};
