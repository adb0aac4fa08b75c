import { createHash, createHmac } from "node:crypto";
import { type Entry, hasWebhook, type MailEvent } from "./mail.ts";
import type { Store } from "./store.ts";

/** Resend's schedule: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h. */
export const RETRY_MS = [5, 300, 1800, 7200, 18_000, 36_000, 36_000].map(
  (seconds) => seconds * 1000,
);

const ATTEMPT_TIMEOUT_MS = 15_000;
const IN_FLIGHT_MAX = 8;

/** The same event has the same id after a crash, so that the receiver can tell a repeat. */
const webhookId = (event: MailEvent) =>
  `msg_${createHash("sha256").update(event.id).digest("base64url").slice(0, 27)}`;

/** `v1,<base64>` over `id.timestamp.payload`, as Standard Webhooks and Svix define it. `secret` is `whsec_<base64>`. */
const sign = (secret: string, id: string, timestampS: number, payload: string) => {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestampS}.${payload}`).digest("base64")}`;
};

const DETAILS: Partial<Record<MailEvent["type"], object>> = {
  bounced: {
    bounce: {
      type: "Permanent",
      subType: "General",
      message: "The recipient's mail server refused the mail for good.",
    },
  },
  suppressed: {
    suppressed: {
      type: "OnAccountSuppressionList",
      message: "The address is on the suppression list.",
    },
  },
};

const clickOf = (event: MailEvent) => ({
  click: {
    ipAddress: "127.0.0.1",
    link: event.link ?? "",
    timestamp: event.at,
    userAgent: "mailbox",
  },
});

/** The body Resend posts for an event. Tags arrive as an object there, not as the list that was sent. */
const webhookPayload = (entry: Entry, event: MailEvent) =>
  JSON.stringify({
    type: `email.${event.type}`,
    created_at: event.at,
    data: {
      created_at: entry.createdAt,
      email_id: entry.id,
      message_id: entry.messageId,
      from: entry.from,
      to: entry.to,
      subject: entry.subject,
      ...(entry.tags.length > 0 && {
        tags: Object.fromEntries(entry.tags.map(({ name, value }) => [name, value])),
      }),
      ...(event.type === "clicked" ? clickOf(event) : DETAILS[event.type]),
    },
  });

type Options = {
  url: string | undefined;
  secret: string;
  store: Store;
  retryMs: readonly number[];
  nowMs: () => number;
  warn: (message: string) => void;
};

type Owed = { entry: Entry; event: MailEvent; attempt: number };

/** Posts signed events, at least once and in no promised order, until they are answered with 2xx or given up. */
export class Webhooks {
  readonly #options: Options;
  readonly #stopped = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #due: Owed[] = [];
  readonly #inFlight = new Set<Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether an event of this type is owed to anyone. */
  owes(type: MailEvent["type"]) {
    return this.#options.url !== undefined && hasWebhook(type);
  }

  send(entry: Entry, event: MailEvent) {
    this.#due.push({ entry, event, attempt: 0 });
    this.#pump();
  }

  async close() {
    this.#stopped.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#inFlight);
  }

  #pump() {
    while (this.#inFlight.size < IN_FLIGHT_MAX && !this.#stopped.signal.aborted) {
      const owed = this.#due.shift();
      if (!owed) return;
      const work = this.#attempt(owed).finally(() => {
        this.#inFlight.delete(work);
        this.#pump();
      });
      this.#inFlight.add(work);
    }
  }

  async #attempt(owed: Owed) {
    const { url, store, warn, retryMs } = this.#options;
    try {
      if (url !== undefined) await this.#post(owed, url);
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      const waitMs = retryMs[owed.attempt];
      const name = `webhook email.${owed.event.type} of ${owed.entry.id}`;
      if (waitMs !== undefined) {
        warn(`${name} will be repeated in ${waitMs} ms: ${String(error)}`);
        this.#later({ ...owed, attempt: owed.attempt + 1 }, waitMs);
        return;
      }
      warn(`${name} is given up: ${String(error)}`);
    }
    await store.settle(owed.entry.id, owed.event.id).catch((error: unknown) => warn(String(error)));
  }

  async #post({ entry, event }: Owed, target: string) {
    const { secret, nowMs } = this.#options;
    const payload = webhookPayload(entry, event);
    const id = webhookId(event);
    const timestamp = Math.floor(nowMs() / 1000);
    const signature = sign(secret, id, timestamp, payload);
    const response = await fetch(target, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      headers: {
        "content-type": "application/json",
        "user-agent": "Svix-Webhooks/1.0 (mailbox)",
        "svix-id": id,
        "svix-timestamp": String(timestamp),
        "svix-signature": signature,
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signature,
      },
      body: payload,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`answered ${response.status}`);
  }

  #later(owed: Owed, waitMs: number) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#due.push(owed);
      this.#pump();
    }, waitMs);
    this.#timers.add(timer);
  }
}
