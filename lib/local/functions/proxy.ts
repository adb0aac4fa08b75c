import { setMaxListeners } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type DenoProcess, startDeno } from "./deno.ts";

type Options = {
  /** The project's root; functions lie in `supabase/functions/<name>/index.ts` below it. */
  projectRoot: string;
  env: () => Record<string, string>;
  onLog: (name: string, line: string) => void;
  timeoutMs?: number;
};

export type FunctionRequest = { method: string; url: URL; headers: Headers; body: Buffer };

const HOP_BY_HOP = [
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "expect",
];

const refusal = (status: number, code: string, message: string) =>
  Response.json({ code, message }, { status });

const forward = async (
  target: DenoProcess,
  { method, url, headers, body }: FunctionRequest,
  timeoutMs: number,
) => {
  const outgoing = new Headers(headers);
  for (const name of HOP_BY_HOP) outgoing.delete(name);
  const path = url.pathname.replace(/^\/functions\/v1/, "");
  const answer = await fetch(`${target.url}${path}${url.search}`, {
    method,
    headers: outgoing,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
  });
  const incoming = new Headers(answer.headers);
  // fetch has already undone the encoding.
  for (const name of [...HOP_BY_HOP, "content-encoding"]) incoming.delete(name);
  return new Response(answer.body, { status: answer.status, headers: incoming });
};

/** One process per function, started when it is first asked for and forgotten when it ends. */
const createProcesses = ({ projectRoot, env, onLog }: Options, signal: AbortSignal) => {
  const running = new Map<string, Promise<DenoProcess>>();
  return (name: string, directory: string): Promise<DenoProcess> => {
    const known = running.get(name);
    if (known) return known;
    const log = (line: string) => onLog(name, line);
    const starting = startDeno({ directory, projectRoot, env: env(), onLog: log, signal });
    running.set(name, starting);
    const forget = () => {
      if (running.get(name) === starting) running.delete(name);
    };
    starting.then(({ exited }) => exited.then(forget), forget);
    return starting;
  };
};

/**
 * `/functions/v1/<name>/…`: starts the function's process at its first request, hands requests on, and starts it
 * anew when it has died. Answers 404 for an unknown function, 503 when it does not start, 504 after `timeoutMs`.
 */
export const createFunctions = (options: Options) => {
  const { projectRoot, timeoutMs = 150_000 } = options;
  const over = new AbortController();
  // Each running function listens for the end.
  setMaxListeners(0, over.signal);
  const processOf = createProcesses(options, over.signal);

  const handle = async (request: FunctionRequest): Promise<Response> => {
    const name = request.url.pathname.split("/")[3] ?? "";
    const directory = join(projectRoot, "supabase", "functions", name);
    if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name) || !existsSync(join(directory, "index.ts")))
      return refusal(404, "NOT_FOUND", "Requested function was not found");
    let target: DenoProcess;
    try {
      target = await processOf(name, directory);
    } catch (error) {
      return refusal(503, "BOOT_ERROR", error instanceof Error ? error.message : String(error));
    }
    try {
      return await forward(target, request, timeoutMs);
    } catch (error) {
      const late = error instanceof Error && error.name === "TimeoutError";
      if (late) return refusal(504, "IDLE_TIMEOUT", "The function did not answer in time");
      // Its socket breaks before its end is noticed; whoever calls next must not meet the dead one.
      await Promise.race([target.exited, sleep(1_000)]);
      return refusal(502, "WORKER_ERROR", "The function ended before it answered");
    }
  };

  return { handle, stop: () => over.abort() };
};

export type Functions = ReturnType<typeof createFunctions>;
