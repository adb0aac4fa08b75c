/** A file sent along. `content` is base64; `path` is a URL that is recorded and never fetched. */
export type Attachment = {
  filename: string;
  contentType: string;
  contentId: string | null;
  content: string | null;
  path: string | null;
};

/** A mail as it was accepted. Addresses stand as they were sent (`a@b.c` or `Name <a@b.c>`); instants are ISO 8601 UTC. */
export type Mail = {
  id: string;
  messageId: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  topicId: string | null;
  scheduledAt: string | null;
  attachments: Attachment[];
  createdAt: string;
  idempotencyKey: string | null;
};

/** What a request asks for; the mailbox adds the rest when it accepts. */
export type Draft = Omit<Mail, "id" | "messageId" | "createdAt" | "idempotencyKey">;

export type EventType =
  | "scheduled"
  | "canceled"
  | "sent"
  | "delivered"
  | "bounced"
  | "complained"
  | "suppressed"
  | "opened"
  | "clicked";

/**
 * Something that happened to a mail. `settled` means that no webhook is owed for it any more; `link` is the one that was
 * clicked.
 */
export type MailEvent = {
  id: string;
  type: EventType;
  at: string;
  settled: boolean;
  link?: string | undefined;
};

/** Where a line of the journal lies, in bytes. */
export type Position = { segment: number; offset: number; length: number };

/** What is kept in memory for a mail: all but the bodies, which stay in the journal. */
export type Entry = Omit<Mail, "html" | "text" | "attachments"> & {
  events: MailEvent[];
  position: Position;
};

/** `canceled` is a state of Resend's API, not a webhook of Resend's. */
export const hasWebhook = (type: EventType) => type !== "canceled";

/** The state Resend reports as `last_event`. */
export const lastEvent = (entry: Entry) => entry.events.at(-1)?.type ?? "queued";

/** True while the mail still has something to do: waiting for its time, on its way, or owing a webhook. */
export const isBusy = (entry: Entry) =>
  ["queued", "scheduled", "sent"].includes(lastEvent(entry)) ||
  entry.events.some((event) => !event.settled);

/** A mail that waits for its time, or was cancelled before it, is in nobody's inbox. */
export const isShown = (entry: Entry) =>
  entry.scheduledAt === null ||
  entry.events.some(({ type }) => type === "sent" || type === "suppressed");

/** The bare address in lower case: `Name <A@B.c>` becomes `a@b.c`. */
export const bareAddress = (address: string) =>
  (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
