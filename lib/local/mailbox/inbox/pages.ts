import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";
import type { Answer } from "../http.ts";
import type { Store } from "../store.ts";
import { Markup } from "./markup.ts";
import { searchMails } from "./search.ts";
import { listView, mailView, type Place, pageView } from "./views.ts";

type Options = { store: Store; nowMs: () => number };

const LIST_MAX = 200;
/** Mail may show inline styles and images, and run nothing. Links open in a new tab. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; font-src https: data:; base-uri 'self'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

const pagePolicy = (nonce: string) =>
  `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; font-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

const htmlAnswer = (
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  body,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    ...headers,
  },
});

/** Puts `<base target>` where a mail client would open links: outside of the frame. */
const withOuterLinks = (mailHtml: string) => {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(mailHtml)
    ? mailHtml.replace(/<head[^>]*>/i, (head) => head + base)
    : base + mailHtml;
};

const font = async (): Promise<Answer> => {
  const sans = fileURLToPath(import.meta.resolve("geist/font/sans"));
  const body = await readFile(new URL("fonts/geist-sans/Geist-Variable.woff2", `file://${sans}`));
  return { status: 200, body, headers: { "content-type": "font/woff2" } };
};

const placeOf = (url: URL): Place => {
  const view = url.searchParams.get("view");
  return {
    query: url.searchParams.get("q") ?? "",
    id: /^\/m\/([^/]+)$/.exec(url.pathname)?.[1] ?? null,
    view: view === "text" || view === "details" ? view : "html",
  };
};

/** The pages for people: `/`, `/m/:id`, the frame `/m/:id/body` and the font. `undefined` for other paths. */
export const createPages = ({ store, nowMs }: Options) => {
  const page = async (place: Place, partOnly: boolean) => {
    const found = searchMails(store.entries.values(), { text: place.query, limit: LIST_MAX + 1 });
    const list = listView(found.slice(0, LIST_MAX), found.length > LIST_MAX, place, nowMs());
    if (partOnly) return htmlAnswer(200, list.text);
    const entry = place.id ? store.entries.get(place.id) : undefined;
    const gone = new Markup(
      '<p class="empty"><strong>This message is gone</strong>Only the newest are kept.</p>',
    );
    const nonce = randomBytes(16).toString("base64");
    const mail = entry ? mailView(entry, await store.load(entry), place) : place.id ? gone : null;
    return htmlAnswer(place.id && !entry ? 404 : 200, pageView(list, mail, place, nonce).text, {
      "content-security-policy": pagePolicy(nonce),
    });
  };

  const frame = async (id: string) => {
    const entry = store.entries.get(id);
    const body = entry ? withOuterLinks((await store.load(entry)).html ?? "") : "";
    return htmlAnswer(entry ? 200 : 404, body, { "content-security-policy": MAIL_POLICY });
  };

  return async (request: IncomingMessage, url: URL): Promise<Answer | undefined> => {
    if (request.method !== "GET") return undefined;
    if (url.pathname === "/fonts/geist.woff2") return font();
    const framed = /^\/m\/([^/]+)\/body$/.exec(url.pathname)?.[1];
    if (framed) return frame(framed);
    const place = placeOf(url);
    return url.pathname === "/" || place.id
      ? page(place, request.headers["x-part"] === "list")
      : undefined;
  };
};
