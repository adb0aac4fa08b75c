import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createServer, connect as openSocket } from "node:net";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export type DenoProcess = { url: string; exited: Promise<void> };

type Options = {
  /** The folder of one function, with `index.ts` and `deno.json`. */
  directory: string;
  projectRoot: string;
  env: Record<string, string>;
  onLog: (line: string) => void;
  /** Ends the process. */
  signal: AbortSignal;
};

const READY_MS = 15_000;

/** The program itself, not npm's wrapper script: a killed wrapper would leave it running. */
const program = () => {
  const require = createRequire(import.meta.url);
  const libc = platform() === "linux" ? "-glibc" : "";
  const name = `@deno/${platform()}-${arch()}${libc}/package.json`;
  return join(dirname(require.resolve(name)), platform() === "win32" ? "deno.exe" : "deno");
};

const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

const answers = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = openSocket(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });

const PERMISSIONS = ["--no-prompt", "--allow-net=127.0.0.1,localhost", "--allow-env"];

const spawnDeno = ({ directory, projectRoot, env }: Options, port: number) => {
  const watch = fileURLToPath(new URL("watch-parent.mjs", import.meta.url));
  const config = join(directory, "deno.json");
  const options = ["--node-modules-dir=manual", "--preload", watch, "--config", config];
  const { PATH = "", HOME = "", TMPDIR = "" } = process.env;
  return spawn(program(), ["run", ...PERMISSIONS, ...options, join(directory, "index.ts")], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      PATH,
      HOME,
      ...(TMPDIR && { TMPDIR }),
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      STEWARD_GATEWAY_PID: String(process.pid),
      ...env,
      DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`,
    },
  });
};

/** Resolves true when something listens on the port, false when `ended` comes first or time is up. */
const listens = async (port: number, ended: Promise<void>) => {
  let over = false;
  const ending = ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline && !over; ) {
    if (await answers(port)) return true;
    await Promise.race([sleep(15), ending]);
  }
  return false;
};

/**
 * Runs one edge function in a Deno process of its own: `Deno.serve` is moved to a free port of ours, packages
 * come from the project's node_modules, and the network ends at this machine. Rejects when it does not serve.
 */
export const startDeno = async (options: Options): Promise<DenoProcess> => {
  const port = await freePort();
  const child = spawnDeno(options, port);
  let last = "";
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim()) last = line;
      options.onLog(line);
    });
  const exited = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
  options.signal.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  if (await listens(port, exited)) return { url: `http://127.0.0.1:${port}`, exited };
  child.kill("SIGKILL");
  throw new Error(`The function did not start: ${last || "no message"}`);
};
