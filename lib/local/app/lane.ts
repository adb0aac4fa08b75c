import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Takes a request whose path is one of its doors; false for every other. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An answer whose body is known as a text, which saves reading its stream. */
type Answer = Response & { whole?: string };
type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Answer>;
type RouteModule = { ensureUserland: () => Promise<void>; userland: { POST: Handler } };
type HeaderRule = {
  regex: string;
  has?: { type: string; key: string; value: string }[];
  missing?: unknown;
  headers: { key: string; value: string }[];
};

/** The doors that machines knock at all the time. */
const DOORS: [path: RegExp, entry: string][] = [
  [/^\/api\/inngest$/, "api/inngest"],
  [/^\/api\/hooks\/(?<hook>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, "api/hooks/[hook]"],
];

const tell = (level: "warn" | "error", error: unknown) =>
  process.stderr.write(`${JSON.stringify({ level, message: String(error) })}\n`);

const requireBuilt = createRequire(import.meta.url);

const openDoor = async (server: string, [path, entry]: (typeof DOORS)[number]) => {
  const { routeModule } = requireBuilt(join(server, "app", entry, "route.js"));
  await (routeModule as RouteModule).ensureUserland();
  const { POST } = (routeModule as RouteModule).userland;
  if (typeof POST !== "function") throw new TypeError(`${entry} has no POST`);
  return { path, post: POST };
};

/** The headers that `next.config.ts` adds to an answer. */
const configuredHeaders = (dir: string) => {
  const manifest = JSON.parse(readFileSync(join(dir, ".next/routes-manifest.json"), "utf8"));
  const rules = (manifest.headers as HeaderRule[]).map((rule) => ({
    ...rule,
    regex: new RegExp(rule.regex),
  }));
  if (rules.some(({ has, missing }) => missing || has?.some(({ type }) => type !== "header")))
    throw new TypeError("next.config.ts has a condition for headers that is not known here");
  return (path: string, { headers }: IncomingMessage) =>
    rules
      .filter(({ regex }) => regex.test(path))
      .filter(({ has = [] }) => has.every(({ key, value }) => headers[key] === value))
      .flatMap((rule) => rule.headers);
};

type Chunk = { done: false; value: Buffer } | { done: true; value: undefined };

const END: Chunk = { done: true, value: undefined };

/** The next piece of a body, no sooner than it is asked for; fails when the sender goes away. */
const nextChunk = (request: IncomingMessage): Promise<Chunk> =>
  new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      request.off("readable", look).off("end", look).off("error", broken).off("close", broken);
      act();
    };
    const broken = () => settle(() => reject(new Error("The sender went away.")));
    const look = () => {
      const value: Buffer | null = request.read();
      if (value) settle(() => resolve({ done: false, value }));
      else if (request.readableEnded) settle(() => resolve(END));
      else if (request.destroyed) broken();
    };
    request.on("readable", look).on("end", look).on("error", broken).on("close", broken);
    look();
  });

/**
 * A request as far as the doors read one: to build a `Request` with a web stream takes longer than all that is done with it.
 */
class Knock {
  readonly method = "POST";
  readonly headers = new Headers();
  readonly body: { getReader: () => object };
  readonly url: string;
  readonly #incoming: IncomingMessage;

  constructor(origin: string, incoming: IncomingMessage) {
    this.#incoming = incoming;
    this.url = `${origin}${incoming.url}`;
    for (const [name, value = ""] of Object.entries(incoming.headers))
      this.headers.set(name, String(value));
    this.body = {
      getReader: () => ({ read: () => nextChunk(incoming), cancel: async () => undefined }),
    };
  }

  async text() {
    const chunks: Buffer[] = [];
    for (;;) {
      const { done, value } = await nextChunk(this.#incoming);
      if (done) return Buffer.concat(chunks).toString();
      chunks.push(value);
    }
  }
}

/**
 * Hands requests for a few doors to their built route handlers without Next's server in between, which takes ten times as
 * long as all that these doors need of it, most of a delivery's time. The handlers, their answers and the configured headers
 * are the same. Undefined when the build is not of the form that is known here, which the log tells: then Next's server
 * serves these doors too.
 */
export const openLane = async (dir: string, origin: string): Promise<Lane | undefined> => {
  try {
    const server = join(dir, ".next/server");
    const doors = await Promise.all(DOORS.map((door) => openDoor(server, door)));
    const headersFor = configuredHeaders(dir);
    const answer = async (
      request: IncomingMessage,
      response: ServerResponse,
      path: string,
      post: Handler,
      params: object,
    ) => {
      const knock = new Knock(origin, request) as unknown as Request;
      const given = await post(knock, { params: Promise.resolve(params) });
      const { whole } = given;
      const body =
        whole === undefined ? Buffer.from(await given.arrayBuffer()) : Buffer.from(whole);
      for (const { key, value } of headersFor(path, request)) response.setHeader(key, value);
      given.headers.forEach((value, name) => {
        response.setHeader(name, value);
      });
      response.setHeader("content-length", body.length);
      response.writeHead(given.status).end(body);
    };
    return (request, response) => {
      if (request.method !== "POST") return false;
      const path = request.url?.split("?", 1)[0] ?? "";
      for (const door of doors) {
        const found = door.path.exec(path);
        if (!found) continue;
        answer(request, response, path, door.post, { ...found.groups }).catch((error: unknown) => {
          tell("error", error);
          response.destroy();
        });
        return true;
      }
      return false;
    };
  } catch (error) {
    tell("warn", error);
    return undefined;
  }
};
