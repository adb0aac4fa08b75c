import { z } from "zod";
import type { Delivery } from "../delivery.ts";
import { type Answer, json } from "../http.ts";
import { type Entry, lastEvent, type Mail } from "../mail.ts";
import type { Store } from "../store.ts";
import { parseSchedule } from "./parse-schedule.ts";
import { page, parse } from "./query.ts";
import { Refusal } from "./refusal.ts";

const orNull = (list: string[]) => (list.length > 0 ? list : null);

const summary = (entry: Entry) => ({
  id: entry.id,
  message_id: entry.messageId,
  to: entry.to,
  from: entry.from,
  created_at: entry.createdAt,
  subject: entry.subject,
  bcc: orNull(entry.bcc),
  cc: orNull(entry.cc),
  reply_to: orNull(entry.replyTo),
  last_event: lastEvent(entry),
  scheduled_at: entry.scheduledAt,
  topic_id: entry.topicId,
});

const full = (entry: Entry, mail: Mail) => ({
  object: "email",
  ...summary(entry),
  html: mail.html,
  text: mail.text,
  tags: mail.tags,
});

type Options = { store: Store; delivery: Delivery; nowMs: () => number; changed: () => void };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const Reschedule = z.object({ scheduled_at: z.string() });

/** Resend's endpoints for mails that were accepted: read, list, move and cancel. */
export class EmailsApi {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async get(id: string): Promise<Answer> {
    const entry = this.#find(id);
    return json(200, full(entry, await this.#options.store.load(entry)));
  }

  list(query: URLSearchParams): Answer {
    const newestFirst = [...this.#options.store.entries.values()].reverse();
    const { data, ...rest } = page(newestFirst, query);
    return json(200, { ...rest, data: data.map(summary) });
  }

  async reschedule(id: string, body: unknown): Promise<Answer> {
    const { store, delivery, nowMs, changed } = this.#options;
    const entry = this.#findScheduled(id);
    await store.reschedule(id, parseSchedule(parse(Reschedule, body).scheduled_at, nowMs()));
    delivery.advance(entry);
    changed();
    return json(200, { object: "email", id });
  }

  async cancel(id: string): Promise<Answer> {
    await this.#options.delivery.cancel(this.#findScheduled(id));
    return json(200, { object: "email", id });
  }

  #find(id: string) {
    if (!UUID.test(id))
      throw new Refusal("invalid_parameter", "The parameter must be a valid UUID.");
    const entry = this.#options.store.entries.get(id);
    if (!entry) throw new Refusal("not_found", "Email not found");
    return entry;
  }

  #findScheduled(id: string) {
    const entry = this.#find(id);
    const { scheduledAt } = entry;
    const waits = scheduledAt !== null && Date.parse(scheduledAt) > this.#options.nowMs();
    if (!waits || !["queued", "scheduled"].includes(lastEvent(entry)))
      throw new Refusal("validation_error", "Only a scheduled email can be changed or cancelled.");
    return entry;
  }
}
