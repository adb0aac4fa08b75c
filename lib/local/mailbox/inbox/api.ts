import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Delivery } from "../delivery.ts";
import { type createFaults, Fault } from "../faults.ts";
import { type Answer, json, parseJson, readBody } from "../http.ts";
import type { Mail } from "../mail.ts";
import { Refusal } from "../resend/refusal.ts";
import type { Store } from "../store.ts";
import type { Live } from "./live.ts";
import { searchMails } from "./search.ts";

type Options = {
  store: Store;
  delivery: Delivery;
  faults: ReturnType<typeof createFaults>;
  live: Live;
};

const BODY_MAX_BYTES = 64 * 1024;
const Limit = z.coerce.number().int().min(1).max(200).default(50);
const Report = z.union([
  z.strictObject({ type: z.enum(["bounced", "complained", "opened"]) }),
  z.strictObject({ type: z.literal("clicked"), link: z.url().max(2000).optional() }),
]);

const message = ({ id, to, from, subject, html, text, headers, tags, createdAt }: Mail) => ({
  id,
  to,
  from,
  subject,
  html,
  text,
  headers,
  tags,
  createdAt,
});

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const { data, error } = schema.safeParse(value);
  if (error) throw new Refusal("validation_error", z.prettifyError(error));
  return data;
};

/** A form of another site can post text but not JSON, so JSON is asked for. */
const readJson = async (request: IncomingMessage) => {
  if (!request.headers["content-type"]?.startsWith("application/json"))
    throw new Refusal("validation_error", "Send application/json.", 415);
  return parseJson(await readBody(request, BODY_MAX_BYTES));
};

const messages = async (store: Store, query: URLSearchParams) => {
  const limit = parse(Limit, query.get("limit") ?? undefined);
  const found = searchMails(store.entries.values(), { to: query.get("to") ?? "", limit });
  return json(200, {
    data: (await Promise.all(found.map((entry) => store.load(entry)))).map(message),
  });
};

const report = async ({ store, delivery }: Options, id: string, request: IncomingMessage) => {
  const entry = store.entries.get(id);
  if (!entry) throw new Refusal("not_found", "There is no such message.");
  const reported = parse(Report, await readJson(request));
  await delivery.report(entry, reported);
  return json(200, { id, ...reported });
};

/**
 * The mailbox's own API, without a key because it answers to this machine only: `GET /api/messages?to=&limit=`,
 * `POST /api/messages/:id/events { type, link? }` (play the recipient), `GET`, `POST`, `DELETE /api/faults`, `GET /api/live`.
 * Returns `undefined` for paths that are not its own.
 */
export const createInboxApi = (options: Options) => {
  const { store, faults, live } = options;
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<Answer | undefined> => {
    const { pathname, searchParams } = url;
    if (!pathname.startsWith("/api/")) return undefined;
    const id = /^\/api\/messages\/([^/]+)\/events$/.exec(pathname)?.[1];
    switch (`${request.method} ${id ? "/api/messages/:id/events" : pathname}`) {
      case "GET /api/messages":
        return messages(store, searchParams);
      case "POST /api/messages/:id/events":
        return report(options, id ?? "", request);
      case "GET /api/faults":
        return json(200, { data: faults.list() });
      case "POST /api/faults":
        faults.add(parse(Fault, await readJson(request)));
        return json(200, { data: faults.list() });
      case "DELETE /api/faults":
        faults.clear();
        return json(200, { data: [] });
      case "GET /api/live":
        live.follow(response);
        return null;
      default:
        throw new Refusal("not_found", "There is no such endpoint.");
    }
  };
};
