import { z } from "zod";
import type { Level } from "./core/kernel.ts";
import { createEngine } from "./create.ts";

const CLOSE_MS = 1_800;

/** One JSON line on stderr. */
const log = (level: Level, message: string, details: Record<string, unknown> = {}): void => {
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), level, part: "engine", message, ...details })}\n`,
  );
};

const sentence = (error: unknown): string => {
  if (error instanceof z.ZodError)
    return `The engine's configuration is not valid: ${z.prettifyError(error)}`;
  const code = (error as { code?: string } | null)?.code;
  if (code === "EADDRINUSE") return "The engine's port is taken by another program.";
  if (code === "EACCES") return "The engine may not listen on its port.";
  if (code === "ECONNREFUSED")
    return "The engine cannot reach its database: nothing listens there.";
  return `The engine cannot run: ${error instanceof Error ? error.message : String(error)}`;
};

const fail = (error: unknown): never => {
  log("error", sentence(error));
  process.exit(1);
};

const main = async (): Promise<void> => {
  const config = process.env.STEWARD_PART;
  if (!config) throw new Error("the variable STEWARD_PART is missing");
  const engine = await createEngine(JSON.parse(config), { logger: log, onGone: fail });
  let ending = false;
  const end = (why: string): void => {
    if (ending) return;
    ending = true;
    log("info", "ending", { why });
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    engine.close().then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("disconnect", () => end("parent gone"));
  process.stdin.on("end", () => end("parent gone"));
  process.stdin.on("error", () => end("parent gone"));
  process.stdin.resume();
  process.stdout.write(`ready ${engine.url}\n`);
};

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
main().catch(fail);
