import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { expect } from "vitest";
import { createEngine, type Engine } from "../../../lib/local/engine/create.ts";
import { hashKey } from "../../../lib/local/engine/driver/signature.ts";

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** What an application and a server have in common. */
export type Keys = { signingKey: string; eventKey: string };

export const keys = {
  signingKey: `signkey-prod-${hex(32)}`,
  eventKey: hex(12),
  token: hex(12),
};

/** Stretches every wait for something to happen; a server on a slow line needs more. */
export const patience = { factor: 1 };

/** A request the engine made to the application. */
export type Seen = { fnId: string; stepId: string; body: Record<string, unknown>; status: number };

/** What an application may do instead of answering: something else, nothing, or hanging up in the middle of the work. */
type Misdeed = { status: number; body: string } | { hang: true } | { cutAfterMs: number };
type Intercept = (request: IncomingMessage, seen: Seen) => Misdeed | null;

export type Functions = (client: Inngest) => InngestFunction.Any[];

type AppOptions = {
  functions: Functions;
  engineUrl: () => string;
  streaming?: boolean;
  /** False makes the SDK answer after each step. */
  checkpointing?: boolean;
  port?: number;
  id?: string;
  keys?: Keys;
  /** Where the server reaches the application, when that is not the address it listens on. */
  origin?: string | undefined;
};

const objectOf = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

/** An application that serves functions with the real SDK in signed mode. */
export const startApp = async ({
  functions,
  engineUrl,
  streaming = false,
  checkpointing = true,
  port = 0,
  id = "app",
  keys: { signingKey, eventKey } = keys,
  origin,
}: AppOptions) => {
  const seen: Seen[] = [];
  let client = new Inngest({ id });
  let handler: ReturnType<typeof serve> | null = null;
  let intercept: Intercept | null = null;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const url = new URL(request.url ?? "/", "http://app");
      const entry: Seen = {
        fnId: url.searchParams.get("fnId") ?? "",
        stepId: url.searchParams.get("stepId") ?? "",
        body: request.method === "POST" ? objectOf(text) : {},
        status: 0,
      };
      if (request.method === "POST") seen.push(entry);
      response.on("finish", () => {
        entry.status = response.statusCode;
      });
      const instead = request.method === "POST" ? intercept?.(request, entry) : null;
      if (instead && "hang" in instead) return;
      if (instead && "cutAfterMs" in instead) {
        setTimeout(() => request.socket.destroy(), instead.cutAfterMs);
      } else if (instead) {
        response.writeHead(instead.status, { "content-type": "text/html" }).end(instead.body);
        return;
      }
      const { method, url: path, headers, socket } = request;
      const again = Object.assign(Readable.from([Buffer.from(text)]), {
        method,
        url: path,
        headers,
        socket,
      });
      if (handler) {
        // A body it cannot read makes the SDK's handler reject; frameworks answer 500 then.
        Promise.resolve(handler(again as unknown as IncomingMessage, response)).catch(() =>
          response.writeHead(500).end("the request cannot be read"),
        );
      } else response.writeHead(503).end();
    });
  });
  const use = (list: Functions): void => {
    client = new Inngest({
      id,
      isDev: false,
      checkpointing,
      baseUrl: engineUrl(),
      eventKey,
      signingKey,
      logger: { info() {}, warn() {}, error() {}, debug() {} },
    });
    handler = serve({
      client,
      functions: list(client),
      streaming,
      ...(origin && { serveOrigin: origin }),
    });
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, origin ? "0.0.0.0" : "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`;
  return {
    id,
    url,
    seen,
    use,
    start: () => use(functions),
    client: () => client,
    intercept: (fn: Intercept | null) => {
      intercept = fn;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export type App = Awaited<ReturnType<typeof startApp>>;

export type RunView = {
  run_id: string;
  status: string;
  output: unknown;
  function_id: string;
  event_id: string;
};

const jsonOrText = (text: string) => {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return text;
  }
};

/** The engine's HTTP API as a test uses it. */
export const clientOf = (engineUrl: () => string, { signingKey, eventKey }: Keys = keys) => {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    token = hashKey(signingKey),
  ) => {
    const response = await fetch(`${engineUrl()}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: jsonOrText(text) };
  };
  const send = async (events: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${engineUrl()}/e/${eventKey}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(events),
    });
    return {
      status: response.status,
      body: (await response.json()) as { ids: string[]; error?: string },
    };
  };
  const runsOf = async (eventId: string): Promise<RunView[]> => {
    const { status, body } = await call("GET", `/v1/events/${eventId}/runs`);
    if (status !== 200 && status !== 404)
      throw new Error(`HTTP ${status} for the runs of an event`);
    return body.data ?? [];
  };
  const run = async (id: string): Promise<RunView> =>
    (await call("GET", `/v1/runs/${id}`)).body.data;
  /** Sends one event and answers its id. */
  const trigger = async (
    name: string,
    data: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
  ) => {
    const { body, status } = await send({ name, data, ...more });
    if (status !== 200) throw new Error(body.error);
    return body.ids[0] ?? "";
  };
  /** The first run an event started, when it has ended. */
  const ended = async (eventId: string, ms?: number) =>
    until(async () => {
      const [first] = await runsOf(eventId);
      return first && ["Completed", "Failed", "Cancelled"].includes(first.status) ? first : null;
    }, ms);
  return {
    call,
    send,
    trigger,
    ended,
    runsOf,
    run,
    api: (method: string, path: string, body?: unknown) => call(method, path, body, keys.token),
  };
};

/** Asks again and again until `read` answers something, for at most `ms`. */
export const until = async <T>(
  read: () => T | Promise<T>,
  ms = 60_000,
): Promise<NonNullable<T>> => {
  const end = Date.now() + ms * patience.factor;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
};

/** Waits until `read` answers what is expected, and says what it answered when it never does. */
export const eventually = async (
  read: () => unknown,
  expected: unknown,
  ms = 20_000,
): Promise<void> => {
  const end = Date.now() + ms * patience.factor;
  while (Date.now() < end && JSON.stringify(read()) !== JSON.stringify(expected)) await sleep(15);
  expect(read()).toEqual(expected);
};

/** Waits for what is expected and a little longer, so that anything too much would show. */
export const exactly = async (read: () => unknown, expected: unknown): Promise<void> => {
  await eventually(read, expected);
  await sleep(150 * patience.factor);
  expect(read()).toEqual(expected);
};

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export type EngineInput = Parameters<typeof createEngine>[0];

/** An engine and an application that know each other. */
export const startPair = async (
  databaseUrl: string,
  functions: Functions,
  options: Partial<EngineInput> & { streaming?: boolean } = {},
) => {
  const { streaming = false, ...rest } = options;
  let engine: Engine | null = null;
  const engineUrl = () => engine?.url ?? "http://127.0.0.1:1";
  const app = await startApp({ functions, engineUrl, streaming });
  const logs: string[] = [];
  const start = async (port = 0) => {
    engine = await createEngine(
      { databaseUrl, ...keys, serveUrl: app.url, port, retryScale: 0.004, ...rest },
      {
        random: () => 0,
        logger: (level, message, details) =>
          logs.push(JSON.stringify({ level, message, ...details })),
      },
    );
    app.start();
  };
  await start();
  const api = clientOf(engineUrl);
  await until(async () => {
    const { body } = await api.api("GET", "/api/functions");
    return body.data?.length > 0 || null;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${logs.join("\n")}`);
  });
  /** Resolves when the runs these events started wait for something. */
  const parked = async (...eventIds: string[]) => {
    for (const eventId of eventIds) {
      await until(async () => {
        const [run] = await api.runsOf(eventId);
        if (!run) return null;
        const { body } = await api.api("GET", `/api/runs/${run.run_id}`);
        return body.waits.length > 0 || null;
      });
    }
  };
  return {
    app,
    logs,
    ...api,
    keys: keys as Keys,
    parked,
    serveAgain: async (again: { functions: Functions; port?: number }) => {
      const other = await startApp({ engineUrl, ...again });
      other.start();
      return other;
    },
    engineUrl,
    engine: () => engine,
    restart: async () => {
      const port = Number(new URL(engineUrl()).port);
      await engine?.close();
      await start(port);
    },
    stop: async () => {
      await engine?.close();
      await app.stop();
    },
  };
};

export type Pair = Awaited<ReturnType<typeof startPair>>;
