import { z } from "zod";
import { ensureAuthSchema } from "./app.ts";
import { ConfigSchema } from "./config.ts";
import { isAway } from "./connection.ts";
import { createGateway, type Log } from "./gateway.ts";
import { selfTest } from "./self-test.ts";

const log: Log = (level, message) => {
  const time = new Date().toISOString();
  process.stderr.write(`${JSON.stringify({ level, time, part: "supabase", message })}\n`);
};

// lite prints every refused query; they are answers to callers, not faults of this process.
const quiet = (...parts: unknown[]) => log("debug", parts.map(String).join(" "));
Object.assign(globalThis.console, { log: quiet, info: quiet, warn: quiet, error: quiet });

const fail = (message: string): never => {
  log("error", message);
  process.exit(1);
};

// A backend killed inside a transaction rejects a promise of postgres.js that nobody can hold; the caller of the request
// gets its own rejection and its 503.
process.on("unhandledRejection", (reason) => {
  if (!isAway(reason)) throw reason;
  log("warn", `Postgres closed a connection: ${String(reason)}`);
});

const readConfig = () => {
  try {
    return ConfigSchema.parse(JSON.parse(process.env.STEWARD_PART ?? ""));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return fail(`STEWARD_PART must hold the gateway's configuration as JSON: ${why}`);
  }
};

const start = async () => {
  const config = readConfig();
  try {
    await ensureAuthSchema(config.liteUrl, config.adminUrl);
    await selfTest(config);
    return await createGateway(config, log);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      return fail(
        `Port ${config.port} is in use: stop what listens there, or set STEWARD_PORT_BASE.`,
      );
    if (code === "ECONNREFUSED")
      return fail("Postgres does not answer: start it before the gateway.");
    return fail(`The gateway cannot start: ${message}`);
  }
};

const gateway = await start();

let ending = false;
const end = (why: string) => {
  if (ending) return;
  ending = true;
  log("info", `ends: ${why}`);
  setTimeout(() => process.exit(1), 1_800).unref();
  gateway.close().then(
    () => process.exit(0),
    (error: unknown) => fail(`The gateway did not end cleanly: ${String(error)}`),
  );
};

process.once("SIGTERM", () => end("SIGTERM"));
process.once("SIGINT", () => end("SIGINT"));
process.stdin.once("end", () => end("the parent is gone"));
process.stdin.once("error", () => end("the parent is gone"));
process.stdin.resume();

process.stdout.write(`ready ${gateway.url}\n`);
