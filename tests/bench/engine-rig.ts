import { fork, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { throwAwayPostgres } from "../engine/support/database.ts";
import { freePort } from "../engine/support/engine-process.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const TICKS_A_SECOND = 100;

type Stat = { pid: number; parent: number; ms: number };

const statOf = (pid: string): Stat[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
    return [{ pid: Number(pid), parent: fields[1] ?? 0, ms: (ticks * 1000) / TICKS_A_SECOND }];
  } catch {
    return [];
  }
};

/** Processor time of a process and all below it, the ended ones too; null where the system does not tell. */
export const treeCpuMs = (root: number): number | null => {
  if (process.platform !== "linux") return null;
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statOf);
  const tree = new Set([root]);
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return all.filter(({ pid }) => tree.has(pid)).reduce((sum, { ms }) => sum + ms, 0);
};

type Message = { url?: string; first?: number; at?: number; cpuMs?: number };

const startApp = async (file: string, args: string[], heard: (message: Message) => void) => {
  const child = fork(here(`../engine/support/${file}`), args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const url = await new Promise<string>((resolve) => {
    child.on("message", (message: Message) => {
      if (message.url) resolve(message.url);
      heard(message);
    });
  });
  const cpuMs = () =>
    new Promise<number>((resolve) => {
      child.once("message", (message: Message) => resolve(message.cpuMs ?? 0));
      child.send("cpu");
    });
  return { url, cpuMs, stop: () => child.disconnect() };
};

/** The engine as a process with durable commits, and an application: the stub, or the real SDK. */
export const startRig = async (app: "stub-app.ts" | "sdk-app.ts") => {
  const postgres = await throwAwayPostgres({ fsync: true });
  const port = await freePort();
  const config = {
    port,
    databaseUrl: await postgres.database(),
    signingKey: `signkey-prod-${"ab".repeat(32)}`,
    eventKey: "bench-event-key",
    token: "bench-token",
  };
  const url = `http://127.0.0.1:${port}`;
  const latencies: number[] = [];
  const application = await startApp(app, [url, config.eventKey, config.signingKey], (message) => {
    if (message.first && message.at) latencies.push(message.at - message.first);
  });
  const startEngine = async (): Promise<{ stop: () => Promise<void>; seconds: number }> => {
    const began = performance.now();
    const child = spawn(process.execPath, [here("../../lib/local/engine/main.ts")], {
      env: {
        ...process.env,
        STEWARD_PART: JSON.stringify({ ...config, serveUrl: application.url }),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    const seconds = (performance.now() - began) / 1000;
    const stop = () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      });
    return { stop, seconds };
  };
  let engine = await startEngine();

  const get = (path: string) =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${config.token}` } });
  /** The engine's figures by name, without the prefix they have in common. */
  const metrics = async (): Promise<Record<string, number>> => {
    const lines = (await (await get("/metrics")).text()).split("\n");
    return Object.fromEntries(
      lines
        .filter((line) => line && !line.startsWith("#"))
        .map((line) => line.replace("steward_engine_", "").split(" "))
        .map(([name, value]) => [name, Number(value)]),
    );
  };
  const send = async (events: unknown[]): Promise<void> => {
    const response = await fetch(`${url}/e/${config.eventKey}`, {
      method: "POST",
      body: JSON.stringify(events),
    });
    if (!response.ok) throw new Error(await response.text());
  };
  /** Resolves when the engine's figures are as wanted. */
  const when = async (wanted: (figures: Record<string, number>) => boolean): Promise<void> => {
    while (!wanted(await metrics())) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const functions = async () =>
    ((await (await get("/api/functions")).json()) as { data: unknown[] }).data.length;
  while ((await functions()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    latencies,
    metrics,
    send,
    when,
    cpuMs: async () => ({
      app: await application.cpuMs(),
      engine: ((await metrics()).cpu_seconds_total ?? 0) * 1000,
      postgres: treeCpuMs(postgres.server().pid),
    }),
    /** Ends the engine as an update does and starts it again; seconds until it serves. */
    restart: async (): Promise<number> => {
      await engine.stop();
      engine = await startEngine();
      return engine.seconds;
    },
    stop: async () => {
      await engine.stop();
      application.stop();
      await postgres.stop();
    },
  };
};

export type Rig = Awaited<ReturnType<typeof startRig>>;
