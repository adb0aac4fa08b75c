import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Figure } from "../bench/report.ts";
import { throwAwayPostgres } from "../engine/support/database.ts";
import { freePort } from "../engine/support/engine-process.ts";
import { clientOf, keys } from "../engine/support/harness.ts";
import { known, type PointKind, readPoint, startPointApp } from "./engine-point-app.ts";

/** A place where an engine dies. */
export type DeathPoint =
  | {
      at: "commit";
      when: "before" | "during" | "after";
      /** Part of the statement, and of a parameter, by which the commit is known. */
      statement: string;
      says?: string;
    }
  | { at: "request"; when: "before" | "during" | "after" }
  | { at: "log"; message: string };

type Named = { name: string; kind: PointKind; point: DeathPoint };

const commits = (what: string, kind: PointKind, statement: string, says?: string): Named[] =>
  (["before", "during", "after"] as const).map((when) => ({
    name: `${when} the commit of ${what}`,
    kind,
    point: { at: "commit", when, statement, ...(says !== undefined && { says }) },
  }));

/** Every unit that is one commit, each before, during and after it; every side of a request; and the take-over. */
export const POINTS: Named[] = [
  ...commits("an event with its run", "steps", "into engine.event"),
  ...commits("a step's result", "steps", "into engine.step"),
  ...commits("a failed try", "retries", "into engine.attempt"),
  ...commits("a sleep's end", "naps", "delete from engine.job"),
  ...commits("a wait's end", "waits", "delete from engine.pause"),
  ...commits("an invoked run", "invokes", "into engine.pause"),
  ...commits("a run's end", "steps", "update engine.run", '"Completed"'),
  ...commits("a failure and its handler's run", "fails", "update engine.run", '"Failed"'),
  ...commits("a schedule's tick", "ticks", "into engine.cron", "inngest/scheduled.timer"),
  { name: "before a request is sent", kind: "steps", point: { at: "request", when: "before" } },
  {
    name: "while the application works",
    kind: "steps",
    point: { at: "request", when: "during" },
  },
  {
    name: "when the answer has come and is not applied",
    kind: "retries",
    point: { at: "request", when: "after" },
  },
  { name: "when it has just taken over", kind: "steps", point: { at: "log", message: "leading" } },
];

const VICTIM = fileURLToPath(new URL("../engine/support/victim.ts", import.meta.url));

const start = (config: object): { child: ChildProcess; ready: Promise<boolean> } => {
  const child = spawn(process.execPath, [VICTIM, JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ready = new Promise<boolean>((resolve) => {
    child.stdout?.once("data", () => resolve(true));
    child.once("exit", () => resolve(false));
  });
  return { child, ready };
};

const ended = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.signalCode);
    else child.once("exit", (_code, signal) => resolve(signal));
  });

const SOON_MS = 1_000;
const DEATH_MS = 60_000;

/** How far the clock has to be ahead for a minute to begin soon. */
const toTheMinute = (): number => 60_000 - (Date.now() % 60_000) - SOON_MS;

type Start = Parameters<typeof start>[0] & { aheadMs: number };

/** Lets an engine learn the functions and go again, so that the next one has its schedules from the beginning. */
const introduce = async (config: Start, api: ReturnType<typeof clientOf>): Promise<void> => {
  const first = start({ ...config, point: null });
  await first.ready;
  await known(api, () => false);
  // This list is answered when all that was taken in is durable, the functions too.
  await api.api("GET", "/api/runs?limit=1");
  first.child.kill("SIGKILL");
  await ended(first.child);
};

type Verdict = { died: boolean; wrong: string[] };

/** Lets an engine die at a point, starts it again, and reads from the ledgers what came of it. */
const breakAt = async (databaseUrl: string, { kind, point }: Named): Promise<Verdict> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await startPointApp(url, kind);
  const config = {
    databaseUrl,
    serveUrl: app.url,
    port,
    ...keys,
    retryScale: 0.003,
    appProbeMs: [50, 200],
    aheadMs: 0,
  };
  const api = clientOf(() => url);
  if (kind === "ticks") {
    await introduce(config, api);
    config.aheadMs = toTheMinute();
  }
  const victim = start({ ...config, point });
  let over = false;
  const sending = app.feed(api, () => over);
  const signal = await Promise.race([ended(victim.child), sleep(DEATH_MS)]);
  if (signal === undefined) victim.child.kill("SIGKILL");
  await ended(victim.child);
  const survivor = start({ ...config, point: null });
  await survivor.ready;
  const wrong = await readPoint(databaseUrl, kind, app);
  over = true;
  await sending;
  survivor.child.kill("SIGKILL");
  await ended(survivor.child);
  await app.stop();
  return { died: signal === "SIGKILL", wrong };
};

/** Each named point once, or those a test asks for. Figures: how many, and what went wrong, which is said in words. */
export const killPoints = async (
  points: Named[],
  say: (line: string) => void,
): Promise<Figure[]> => {
  const postgres = await throwAwayPostgres({ fsync: true });
  let missed = 0;
  let wrong = 0;
  try {
    for (const named of points) {
      const verdict = await breakAt(await postgres.database(), named);
      if (!verdict.died) missed++;
      wrong += verdict.wrong.length;
      const said = verdict.died ? verdict.wrong.join("; ") || "whole" : "it did not die there";
      say(`engine dies ${named.name} (${named.kind}): ${said}`);
    }
  } finally {
    await postgres.stop();
  }
  return [
    { id: "faults.engine.points.named", value: points.length, unit: "points" },
    { id: "faults.engine.points.missed", value: missed, unit: "points", aim: "= 0" },
    { id: "faults.engine.points.wrong", value: wrong, unit: "findings", aim: "= 0" },
  ];
};
