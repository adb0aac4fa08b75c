import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type PartSpec = {
  name: string;
  /** The process entry, relative to the project. It prints `ready <url>` once it serves. */
  entry: string;
  /** Becomes JSON in STEWARD_PART. */
  config: object;
  env?: NodeJS.ProcessEnv;
  onLog: (part: string, line: string) => void;
  /** Patience for the ready line, in milliseconds. */
  readyMs?: number;
};

export type Part = {
  name: string;
  pid(): number | undefined;
  restarts(): number;
  stop(): Promise<void>;
};

const launch = ({ name, entry, config, env, onLog, readyMs = 30_000 }: PartSpec) => {
  // A group of its own: Ctrl-C reaches the supervisor only, which stops the parts in order. Its end closes their stdin.
  const child = spawn(process.execPath, [entry], {
    cwd: root,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env, STEWARD_PART: JSON.stringify(config) },
  });
  let last = "";
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} was not ready after ${readyMs / 1000} s. ${last}`)),
      readyMs,
    );
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("ready ")) return onLog(name, line);
      clearTimeout(timer);
      resolve();
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      last = line;
      onLog(name, line);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended (${signal ?? code}) before it was ready. ${last}`));
    });
  });
  child.stdin.on("error", () => {});
  return { child, ready };
};

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once("exit", () => resolve()));

/** Starts a part, waits until it serves, and starts it again whenever it dies until `stop` is called. */
export const startPart = async (spec: PartSpec): Promise<Part> => {
  let stopping = false;
  let restarts = 0;
  let { child, ready } = launch(spec);
  await ready;

  const revive = async () => {
    for (let pause = 100; !stopping; pause = Math.min(5_000, pause * 2)) {
      await ended(child);
      if (stopping) return;
      restarts += 1;
      spec.onLog(spec.name, `ended unexpectedly; starting it again`);
      await sleep(pause);
      if (stopping) return;
      ({ child, ready } = launch(spec));
      const up = await ready.then(
        () => true,
        () => false,
      );
      if (up) pause = 50;
    }
  };
  const watching = revive();

  return {
    name: spec.name,
    pid: () => child.pid,
    restarts: () => restarts,
    stop: async () => {
      stopping = true;
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended(child);
      clearTimeout(force);
      await watching;
    },
  };
};
