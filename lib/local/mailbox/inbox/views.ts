import { type Entry, lastEvent, type Mail } from "../mail.ts";
import { html, Markup } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

/** What the address bar says: the search and, where one is open, the mail and its view. */
export type Place = { query: string; id: string | null; view: "html" | "text" | "details" };

const MINUTE_MS = 60_000;

const ago = (iso: string, nowMs: number) => {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / MINUTE_MS);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return iso.slice(0, 10);
};

const ICON: Record<string, string> = {
  delivered: "✓",
  opened: "✓",
  clicked: "✓",
  bounced: "✕",
  complained: "⚑",
  suppressed: "⊘",
  queued: "…",
  sent: "→",
};

const href = ({ query, id, view }: Place) => {
  const search = new URLSearchParams();
  if (query) search.set("q", query);
  if (view !== "html") search.set("view", view);
  const suffix = search.size > 0 ? `?${search}` : "";
  return `${id ? `/m/${id}` : "/"}${suffix}`;
};

const state = (entry: Entry) => {
  const event = lastEvent(entry);
  return html`<span class="state ${event}"><span aria-hidden="true">${ICON[event]}</span> ${event}</span>`;
};

const row = (entry: Entry, place: Place, nowMs: number) =>
  html`<li><a data-id="${entry.id}" href="${href({ ...place, id: entry.id })}"${
    entry.id === place.id && html` aria-current="true"`
  }><span class="subject">${entry.subject}</span><time datetime="${entry.createdAt}" title="${entry.createdAt}">${ago(entry.createdAt, nowMs)}</time><span class="to">${entry.to.join(", ")}</span>${state(entry)}</a></li>`;

const empty = (query: string) =>
  query
    ? html`<p class="empty"><strong>Nothing matches “${query}”</strong>Recipients, senders and subjects were searched. <a href="/">Clear the search</a></p>`
    : html`<p class="empty"><strong>No mail yet</strong>Every mail that Steward sends on this machine appears here. Sign up for an account to get the first one.</p>`;

/** The list at the left, which the page's script fetches again when mail arrives. `more` says that it was cut. */
export const listView = (found: Entry[], more: boolean, place: Place, nowMs: number): Markup =>
  found.length === 0
    ? empty(place.query)
    : html`<p class="count"><span>${more && "Newest "}${found.length} ${found.length === 1 ? "message" : "messages"}</span>${
        place.query && html`<a href="/">Clear the search</a>`
      }</p><ol>${found.map((entry) => row(entry, place, nowMs))}</ol>`;

type Pair = [name: string | Markup, value: string];

const facts = (pairs: Pair[]) =>
  html`<dl>${pairs.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

const section = (title: string, pairs: Pair[], none: string) =>
  html`<h2>${title}</h2>${pairs.length > 0 ? facts(pairs) : html`<p>${none}</p>`}`;

const details = (entry: Entry, mail: Mail) => html`<div class="details">
${section(
  "What happened",
  entry.events.map(({ at, type }) => [
    html`<time datetime="${at}" title="${at}">${at}</time>`,
    type,
  ]),
  "Nothing yet.",
)}
${section("Headers", Object.entries(mail.headers), "None were set.")}
${section(
  "Tags",
  mail.tags.map(({ name, value }) => [name, value]),
  "None were set.",
)}
${section(
  "Attachments",
  mail.attachments.map(({ filename, contentType }) => [filename, contentType]),
  "None.",
)}
${section(
  "Ids",
  [
    ["Id", mail.id],
    ["Message-ID", mail.messageId],
    ["Idempotency-Key", mail.idempotencyKey ?? "none"],
  ],
  "",
)}</div>`;

const frame = (mail: Mail) =>
  html`<iframe title="The message" class="${mail.html?.includes("color-scheme") && "adapts"}" src="/m/${mail.id}/body" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;

const body = (entry: Entry, mail: Mail, view: Place["view"]) => {
  if (view === "details") return details(entry, mail);
  if (view === "text")
    return mail.text
      ? html`<pre tabindex="0">${mail.text}</pre>`
      : html`<p class="empty"><strong>No text part</strong>This mail was sent as HTML only.</p>`;
  return mail.html
    ? frame(mail)
    : html`<p class="empty"><strong>No HTML part</strong>This mail was sent as text only.</p>`;
};

/** One mail: who, when, what, and the view that the address names. */
export const mailView = (entry: Entry, mail: Mail, place: Place): Markup => {
  const people: [string, string[]][] = [
    ["From", [mail.from]],
    ["To", mail.to],
    ["Cc", mail.cc],
    ["Bcc", mail.bcc],
    ["Reply to", mail.replyTo],
  ];
  const tab = (view: Place["view"], label: string) =>
    html`<a href="${href({ ...place, view })}"${view === place.view && html` aria-current="page"`}>${label}</a>`;
  return html`<div class="head"><a class="back" href="${href({ ...place, id: null, view: "html" })}">← All messages</a>
<h1>${mail.subject}</h1><dl>${people
    .filter(([, addresses]) => addresses.length > 0)
    .map(([label, addresses]) => html`<dt>${label}</dt><dd>${addresses.join(", ")}</dd>`)}
<dt>Sent</dt><dd><time datetime="${mail.createdAt}" title="${mail.createdAt}">${mail.createdAt}</time> · ${state(entry)}</dd></dl>
<nav class="tabs" aria-label="View">${tab("html", "Message")}${tab("text", "Text")}${tab("details", "Details")}</nav></div>
${body(entry, mail, place.view)}`;
};

const nothingOpen = html`<h1 class="quiet">Messages</h1><div class="empty"><strong>Choose a message</strong>It opens here.
<p class="keys"><kbd>j</kbd> <kbd>k</kbd> move · <kbd>Enter</kbd> open · <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> views · <kbd>/</kbd> search · <kbd>Esc</kbd> back</p></div>`;

/** The whole page. `nonce` lets exactly its own style and script run. */
export const pageView = (
  list: Markup,
  mail: Markup | null,
  place: Place,
  nonce: string,
): Markup => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Mailbox · Steward</title>
<link rel="icon" href="data:,"><style nonce="${nonce}">${new Markup(STYLE)}</style></head>
<body class="${mail && "open"}"><header><a class="brand" href="/">Steward <span>Mailbox</span></a>
<form role="search" action="/"><label class="quiet" for="q">Search messages</label><input id="q" name="q" type="search" value="${place.query}" placeholder="Search recipient or subject" autocomplete="off"></form></header>
<nav class="list" aria-label="Messages">${list}</nav><main>${mail ?? nothingOpen}</main>
<div class="quiet" role="status"></div><script nonce="${nonce}" type="module">${new Markup(SCRIPT)}</script></body></html>`;
