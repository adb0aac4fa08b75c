import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { keys } from "./harness.ts";

const MAIN = fileURLToPath(new URL("../../../lib/local/engine/main.ts", import.meta.url));

/** A TCP port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

type Config = { databaseUrl: string; serveUrl: string; port: number } & Record<string, unknown>;
type Running = { child: ChildProcess; ended: Promise<number | null>; output: () => string };

const launch = (config: Config): { running: Running; ready: Promise<string> } => {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, STEWARD_PART: JSON.stringify({ ...keys, ...config }) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  child.stderr?.on("data", (data) => {
    output += data;
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (data) => resolve(String(data)));
    void ended.then(() => reject(new Error(output)));
  });
  ready.catch(() => {});
  return { running: { child, ended, output: () => output }, ready };
};

/** An engine as a process of its own, which can be killed and started again on the same port. */
export const engineProcess = async (config: Omit<Config, "port"> & { port?: number }) => {
  const port = config.port ?? (await freePort());
  let { running, ready } = launch({ ...config, port } as Config);
  return {
    url: `http://127.0.0.1:${port}`,
    ready: () => ready,
    ended: () => running.ended,
    output: () => running.output(),
    kill: async () => {
      running.child.kill("SIGKILL");
      await running.ended;
    },
    start: async () => {
      ({ running, ready } = launch({ ...config, port } as Config));
      await ready;
    },
    /** Starts it and does not wait. */
    begin: () => {
      ({ running, ready } = launch({ ...config, port } as Config));
    },
    signal: (signal: NodeJS.Signals) => running.child.kill(signal),
    closeInput: () => running.child.stdin?.end(),
  };
};
