import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { uuidv7 } from "../../../core/ids.ts";
import type { Delivery } from "../delivery.ts";
import type { createFaults, Fault } from "../faults.ts";
import { type Answer, json, parseJson, readBody } from "../http.ts";
import type { Draft, Mail } from "../mail.ts";
import type { Store } from "../store.ts";
import { parseDraft } from "./parse-draft.ts";
import { Refusal } from "./refusal.ts";

type Options = {
  store: Store;
  delivery: Delivery;
  faults: ReturnType<typeof createFaults>;
  refuseReserved: boolean;
  nowMs: () => number;
  changed: () => void;
};

type Parsed = { drafts: Draft[]; respond: (ids: string[]) => unknown };
type Parse = (value: unknown) => Parsed;

const BODY_MAX_BYTES = 60 * 1024 * 1024;
const BATCH_MAX = 100;
const MESSAGE_DOMAIN = "mailbox.local";

const idempotencyKey = (request: IncomingMessage) => {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key === "string" && key.length >= 1 && key.length <= 256) return key;
  throw new Refusal("invalid_idempotency_key", "The key must be between 1-256 chars.");
};

/** The answer a fault gives instead of ours; `undefined` lets the request go on. */
const disturb = async (
  fault: Fault | null,
  response: ServerResponse,
): Promise<Answer | undefined> => {
  switch (fault?.mode) {
    case "500":
      return {
        status: 500,
        body: "<html><body><h1>500 Internal Server Error</h1></body></html>",
        headers: { "content-type": "text/html" },
      };
    case "429":
      return json(429, new Refusal("rate_limit_exceeded", "Too many requests."), {
        "retry-after": "1",
      });
    case "quota":
      return json(429, new Refusal("daily_quota_exceeded", "You have reached your daily quota."));
    case "hang":
      await new Promise((resolve) => response.once("close", resolve));
      return null;
    case "reset":
      response.destroy();
      return null;
    case "slow":
      await sleep(fault.delayMs, undefined, { ref: false });
      return undefined;
    default:
      return undefined;
  }
};

/** Takes mail in: `POST /emails` and `POST /emails/batch`, with idempotency keys and faults. */
export class SendApi {
  readonly #options: Options;
  readonly #inFlight = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  sendOne(request: IncomingMessage, response: ServerResponse) {
    return this.#handle(request, response, (value) => this.#parseOne(value));
  }

  sendBatch(request: IncomingMessage, response: ServerResponse) {
    const permissive = request.headers["x-batch-validation"] === "permissive";
    return this.#handle(request, response, (value) => this.#parseMany(value, permissive));
  }

  async #handle(request: IncomingMessage, response: ServerResponse, parse: Parse): Promise<Answer> {
    const key = idempotencyKey(request);
    const body = await readBody(request, BODY_MAX_BYTES);
    if (key !== null && this.#inFlight.has(key))
      throw new Refusal(
        "concurrent_idempotent_requests",
        "Same idempotency key used while original request is still in progress.",
      );
    if (key !== null) this.#inFlight.add(key);
    try {
      const fault = this.#options.faults.take();
      const disturbed = await disturb(fault, response);
      if (disturbed !== undefined) return disturbed;
      const result = await this.#carryOut(request.url ?? "", body, key, parse);
      if (fault?.mode !== "drop-after-accept") return json(200, result);
      response.destroy();
      return null;
    } finally {
      if (key !== null) this.#inFlight.delete(key);
    }
  }

  async #carryOut(path: string, body: Buffer, key: string | null, parse: Parse) {
    const fingerprint = createHash("sha256").update(`${path}\n`).update(body).digest("hex");
    const used = key === null ? null : this.#options.store.usedKey(key);
    if (used?.fingerprint === fingerprint) return used.response;
    if (used)
      throw new Refusal(
        "invalid_idempotent_request",
        "Same idempotency key used with a different request payload.",
      );
    return this.#accept(parse(parseJson(body)), key, fingerprint);
  }

  async #accept({ drafts, respond }: Parsed, key: string | null, fingerprint: string) {
    const { store, delivery, nowMs, changed } = this.#options;
    const mails = drafts.map((draft) => this.#stamp(draft, key));
    const response = respond(mails.map(({ id }) => id));
    const used = key === null ? undefined : { key, fingerprint, atMs: nowMs(), response };
    await store.accept(mails, used);
    for (const { id } of mails) {
      const entry = store.entries.get(id);
      if (entry) delivery.advance(entry);
    }
    changed();
    return response;
  }

  #stamp(draft: Draft, idempotencyKey: string | null): Mail {
    const nowMs = this.#options.nowMs();
    const id = uuidv7(nowMs);
    const messageId = `<${id}@${MESSAGE_DOMAIN}>`;
    return { ...draft, id, messageId, createdAt: new Date(nowMs).toISOString(), idempotencyKey };
  }

  #parseDraft(value: unknown) {
    const { nowMs, refuseReserved } = this.#options;
    return parseDraft(value, { nowMs: nowMs(), refuseReserved });
  }

  #parseOne(value: unknown): Parsed {
    return { drafts: [this.#parseDraft(value)], respond: ([id]) => ({ id }) };
  }

  #parseMany(value: unknown, permissive: boolean): Parsed {
    if (!Array.isArray(value) || value.length === 0 || value.length > BATCH_MAX)
      throw new Refusal("validation_error", `Send a list of 1 to ${BATCH_MAX} emails.`);
    const errors: { index: number; message: string }[] = [];
    const drafts = value.flatMap((item: unknown, index) => {
      try {
        return [this.#parseDraft(item)];
      } catch (error) {
        if (!(error instanceof Refusal) || !permissive) throw error;
        errors.push({ index, message: error.message });
        return [];
      }
    });
    const data = (ids: string[]) => ids.map((id) => ({ id }));
    return { drafts, respond: (ids) => ({ data: data(ids), ...(permissive && { errors }) }) };
  }
}
