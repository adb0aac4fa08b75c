import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Delivery } from "./delivery.ts";
import { createFaults } from "./faults.ts";
import { type Answer, isForeign, json, send } from "./http.ts";
import { createInboxApi } from "./inbox/api.ts";
import { createLive } from "./inbox/live.ts";
import { createPages } from "./inbox/pages.ts";
import { createDoor } from "./resend/door.ts";
import { EmailsApi } from "./resend/emails-api.ts";
import { createRateLimit } from "./resend/rate-limit.ts";
import { Refusal } from "./resend/refusal.ts";
import { SendApi } from "./resend/send-api.ts";
import { SuppressionsApi } from "./resend/suppressions-api.ts";
import { Store } from "./store.ts";
import { RETRY_MS, Webhooks } from "./webhooks.ts";

export type MailboxOptions = {
  /** 0 takes any free port. */
  port: number;
  host?: string | undefined;
  dataDir: string;
  apiKey: string;
  webhookUrl?: string | undefined;
  /** `whsec_<base64>`; signs every webhook. */
  webhookSecret: string;
  rateLimitPerS?: number | undefined;
  /** Refuse example.com and test.com as recipients, as the hosted API does. */
  refuseReserved?: boolean | undefined;
  /** Newest mails to keep. */
  keep?: number | undefined;
  segmentBytes?: number | undefined;
  webhookRetryMs?: readonly number[] | undefined;
  nowMs?: (() => number) | undefined;
  log?: ((level: "info" | "warn", message: string) => void) | undefined;
};

const SEGMENT_BYTES = 16 * 1024 * 1024;
const BYTES_MAX = 1024 * 1024 * 1024;
const STEP_MS = 25;

const listen = async (server: ReturnType<typeof createServer>, port: number, host: string) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, resolve);
  await promise;
  const address = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
};

const openParts = async (options: MailboxOptions) => {
  const { nowMs = Date.now, log = () => {} } = options;
  const warn = (message: string) => log("warn", message);
  const store = await Store.open({
    dir: options.dataDir,
    keep: options.keep ?? 10_000,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    bytesMax: BYTES_MAX,
    nowMs,
    warn,
  });
  const live = createLive();
  const webhooks = new Webhooks({
    url: options.webhookUrl,
    secret: options.webhookSecret,
    store,
    retryMs: options.webhookRetryMs ?? RETRY_MS,
    nowMs,
    warn,
  });
  const { changed } = live;
  const delivery = new Delivery({ store, webhooks, stepMs: STEP_MS, nowMs, changed, warn });
  return { store, live, webhooks, delivery, faults: createFaults(), nowMs, changed, warn };
};

type Parts = Awaited<ReturnType<typeof openParts>>;

/** All that is behind the address: pages and inbox API first, then Resend's API. */
const createFront = (options: MailboxOptions, parts: Parts, host: string) => {
  const door = createDoor({
    apiKey: options.apiKey,
    rateLimit: createRateLimit(options.rateLimitPerS ?? 10, parts.nowMs),
    sends: new SendApi({ ...parts, refuseReserved: options.refuseReserved ?? false }),
    emails: new EmailsApi(parts),
    suppressions: new SuppressionsApi(parts),
  });
  const inbox = createInboxApi(parts);
  const pages = createPages(parts);
  const names = new Set([host, "127.0.0.1", "localhost", "[::1]"]);
  return async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
    if (isForeign(request, names))
      return json(403, new Refusal("application_error", "Use the address of this machine.", 403));
    const url = new URL(request.url ?? "/", "http://mailbox.local");
    const own = (await pages(request, url)) ?? (await inbox(request, response, url));
    return own === undefined ? door(request, response, url) : own;
  };
};

const createHttpServer = (front: ReturnType<typeof createFront>, warn: Parts["warn"]) =>
  createServer((request, response) => {
    front(request, response)
      .catch((error: unknown): Answer => {
        if (error instanceof Refusal) return json(error.status, error);
        warn(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}`);
        return json(500, new Refusal("application_error", "An unexpected error occurred."));
      })
      .then((answer) => send(response, answer))
      .catch((error: unknown) => warn(String(error)));
  });

/**
 * Starts a mailbox that speaks Resend's HTTP API and shows an inbox at `/`. Resolves when it serves; `close` ends
 * it within a second. Rejects when the port is taken or the data directory cannot be written.
 */
export const createMailbox = async (options: MailboxOptions) => {
  const host = options.host ?? "127.0.0.1";
  const parts = await openParts(options);
  const server = createHttpServer(createFront(options, parts, host), parts.warn);
  const url = await listen(server, options.port, host).catch(async (error: unknown) => {
    await parts.store.close();
    throw error;
  });
  parts.delivery.resume();
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    parts.delivery.close();
    parts.live.close();
    server.closeAllConnections();
    await closed;
    await parts.webhooks.close();
    await parts.store.close();
  };
  return { url, close };
};
