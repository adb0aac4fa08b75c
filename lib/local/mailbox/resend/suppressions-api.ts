import { z } from "zod";
import { uuidv7 } from "../../../core/ids.ts";
import { type Answer, json } from "../http.ts";
import { bareAddress } from "../mail.ts";
import type { Suppression } from "../state.ts";
import type { Store } from "../store.ts";
import { page, parse } from "./query.ts";
import { Refusal } from "./refusal.ts";

const suppressionJson = ({ id, email, origin, sourceId, createdAt }: Suppression) => ({
  id,
  email,
  origin,
  source_id: sourceId,
  created_at: createdAt,
});

const One = z.object({ email: z.email() });
const Emails = z.object({ emails: z.array(z.email()).min(1).max(100) });
const EmailsOrIds = Emails.or(z.object({ ids: z.array(z.string()).min(1).max(100) }));

type Options = { store: Store; nowMs: () => number };

/** Resend's endpoints for the suppression list. */
export class SuppressionsApi {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async add(body: unknown): Promise<Answer> {
    return json(200, await this.#suppress(parse(One, body).email));
  }

  async addMany(body: unknown): Promise<Answer> {
    const data = [];
    for (const email of parse(Emails, body).emails) data.push(await this.#suppress(email));
    return json(200, { data });
  }

  get(idOrEmail: string): Answer {
    return json(200, { object: "suppression", ...suppressionJson(this.#find(idOrEmail)) });
  }

  list(query: URLSearchParams): Answer {
    const origin = query.get("origin");
    const all = [...this.#options.store.suppressions.values()].reverse();
    const wanted = all.filter((one) => origin === null || one.origin === origin);
    const { data, ...rest } = page(wanted, query);
    return json(200, { ...rest, data: data.map(suppressionJson) });
  }

  async remove(idOrEmail: string): Promise<Answer> {
    return json(200, await this.#release(idOrEmail));
  }

  async removeMany(body: unknown): Promise<Answer> {
    const which = parse(EmailsOrIds, body);
    const data = [];
    for (const one of "emails" in which ? which.emails : which.ids)
      data.push(await this.#release(one));
    return json(200, { data });
  }

  #find(idOrEmail: string) {
    const { suppressions } = this.#options.store;
    const byEmail = suppressions.get(bareAddress(idOrEmail));
    const found = byEmail ?? [...suppressions.values()].find(({ id }) => id === idOrEmail);
    if (!found) throw new Refusal("not_found", "Suppression not found");
    return found;
  }

  async #suppress(email: string) {
    const { store, nowMs } = this.#options;
    const known = store.suppressions.get(bareAddress(email));
    const suppression: Suppression = known ?? {
      id: uuidv7(nowMs()),
      email: bareAddress(email),
      origin: "manual",
      sourceId: null,
      createdAt: new Date(nowMs()).toISOString(),
    };
    if (!known) await store.suppress(suppression);
    return { object: "suppression", id: suppression.id };
  }

  async #release(idOrEmail: string) {
    const { id, email } = this.#find(idOrEmail);
    await this.#options.store.release(email);
    return { object: "suppression", id, deleted: true };
  }
}
