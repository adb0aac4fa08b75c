import { createServer } from "node:http";
import next from "next";
import { cutOff } from "./cut-off.ts";
import { openLane } from "./lane.ts";
import { refuse } from "./refuse.ts";

type Config = { port: number; host: string; dev: boolean };

// Libraries list the environment on every request. Node asks the system for each variable anew; a plain copy, without what
// npm adds to it, is 50 times faster.
process.env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")),
) as NodeJS.ProcessEnv;

const { port, host, dev } = JSON.parse(process.env.STEWARD_PART ?? "{}") as Config;

/**
 * `next start` with limits for slow and endless senders: headers within 10 s, the whole request within 30 s, little after
 * the answer. Next's own server keeps such sockets for minutes.
 */
const app = next({ dev, dir: process.cwd(), hostname: host, port });
const handle = app.getRequestHandler();
await app.prepare();
const lane = dev ? undefined : await openLane(process.cwd(), `http://${host}:${port}`);

const server = createServer(
  {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: 65_000,
  },
  (request, response) => {
    cutOff(request, response);
    if (refuse(request, response) || lane?.(request, response)) return;
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`${JSON.stringify({ level: "error", message: String(error) })}\n`);
      response.destroy();
    });
  },
);
// Hot reload needs its WebSocket; nothing else upgrades.
server.on("upgrade", dev ? app.getUpgradeHandler() : (_request, socket) => socket.destroy());
server.on("error", (error) => {
  process.stderr.write(`The app cannot listen on ${host}:${port}: ${error.message}\n`);
  process.exit(1);
});

/** What answers left behind, such as a run that begins where its delivery was taken in. */
const background = async () => {
  const { stewardBackground: under } = globalThis as { stewardBackground?: Set<Promise<unknown>> };
  while (under && under.size > 0) await Promise.all(under);
};

const stop = () => {
  server.close(() => void background().then(() => process.exit(0)));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 3_000).unref();
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.stdin.on("end", stop).resume();

server.listen(port, host, () => process.stdout.write(`ready http://${host}:${port}\n`));
