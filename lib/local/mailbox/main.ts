import { z } from "zod";
import { createMailbox } from "./mailbox.ts";

const Config = z.strictObject({
  port: z.int().min(0).max(65_535),
  host: z.string().default("127.0.0.1"),
  dataDir: z.string().min(1),
  apiKey: z.string().min(1),
  webhookUrl: z.url().optional(),
  webhookSecret: z.string().regex(/^whsec_[A-Za-z0-9+/]+=*$/, "must be whsec_ and base64"),
  rateLimitPerS: z.number().min(1).max(100_000).default(10),
  refuseReserved: z.boolean().default(false),
});

const log = (level: "info" | "warn" | "error", message: string) => {
  process.stderr.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), part: "mailbox", message })}\n`,
  );
};

const fail = (message: string): never => {
  log("error", message);
  process.exit(1);
};

const readConfig = () => {
  try {
    return Config.parse(JSON.parse(process.env.STEWARD_PART ?? ""));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return fail(`STEWARD_PART must hold the mailbox's configuration as JSON: ${why}`);
  }
};

const config = readConfig();
const mailbox = await createMailbox({ ...config, log }).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === "EADDRINUSE"
      ? `Port ${config.port} on ${config.host} is in use.`
      : `The mailbox cannot start: ${error.message}`,
  ),
);

let ending = false;
const end = (why: string) => {
  if (ending) return;
  ending = true;
  log("info", `ends: ${why}`);
  setTimeout(() => process.exit(1), 2000).unref();
  mailbox.close().then(
    () => process.exit(0),
    (error: unknown) => fail(`The mailbox did not end cleanly: ${String(error)}`),
  );
};

process.once("SIGTERM", () => end("SIGTERM"));
process.once("SIGINT", () => end("SIGINT"));
process.stdin.once("end", () => end("the parent is gone"));
process.stdin.once("error", () => end("the parent is gone"));
process.stdin.resume();

process.stdout.write(`ready ${mailbox.url}\n`);
