import { z } from "zod";
import { type Attachment, bareAddress, type Draft } from "../mail.ts";
import { parseSchedule } from "./parse-schedule.ts";
import { Refusal } from "./refusal.ts";

const Addresses = z.union([z.string(), z.array(z.string())]).nullish();

const Body = z.looseObject({
  from: z.string().nullish(),
  to: Addresses,
  cc: Addresses,
  bcc: Addresses,
  reply_to: Addresses,
  subject: z.string().nullish(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  topic_id: z.string().nullish(),
  scheduled_at: z.string().nullish(),
  template: z.unknown().optional(),
  attachments: z
    .array(
      z.looseObject({
        filename: z.string().nullish(),
        content: z.string().nullish(),
        path: z.string().nullish(),
        content_type: z.string().nullish(),
        content_id: z.string().nullish(),
      }),
    )
    .nullish(),
});

const ADDRESS = /^[^\s<>@,;"]+@[^\s<>@,;"]+\.[^\s<>@,;"]+$/;
const FORMAT =
  "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
const ATTACHMENTS_MAX_BYTES = 40 * 1024 * 1024;

const isAddress = (value: string) =>
  !/[\r\n]/.test(value) &&
  ADDRESS.test(/^[^<>]*<([^<>]+)>\s*$/.exec(value)?.[1]?.trim() ?? value.trim());

const list = (field: string, value: string | string[] | null | undefined) => {
  const addresses = value === null || value === undefined ? [] : [value].flat();
  if (addresses.length > 50)
    throw new Refusal(
      "validation_error",
      `Invalid \`${field}\` field. At most 50 addresses are allowed.`,
    );
  if (!addresses.every(isAddress))
    throw new Refusal("validation_error", `Invalid \`${field}\` field. ${FORMAT}`);
  return addresses;
};

const required = (field: string, value: string | null | undefined) => {
  if (!value) throw new Refusal("missing_required_field", `Missing \`${field}\` field.`);
  return value;
};

const checkTags = (tags: Draft["tags"]) => {
  for (const part of tags.flatMap(({ name, value }) => [name, value]))
    if (!/^[\w-]{1,256}$/.test(part))
      throw new Refusal(
        "validation_error",
        "Tags should only contain ASCII letters, numbers, underscores, or dashes, and at most 256 of them.",
      );
  return tags;
};

/** A line break in a header would let a sender write headers of its own. */
const checkHeaders = (headers: Record<string, string>) => {
  for (const [name, value] of Object.entries(headers))
    if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name) || /[\r\n\0]/.test(value))
      throw new Refusal(
        "validation_error",
        `Invalid \`headers\` field. \`${name}\` is not a valid header.`,
      );
  return headers;
};

const attachments = (sent: z.infer<typeof Body>["attachments"]): Attachment[] => {
  const files = (sent ?? []).map((file): Attachment => {
    if (!file.content && !file.path)
      throw new Refusal("invalid_attachment", "Attachment must have either a `content` or `path`.");
    return {
      filename: file.filename || file.path?.split("/").at(-1) || "attachment",
      contentType: file.content_type ?? "application/octet-stream",
      contentId: file.content_id ?? null,
      content: file.content ?? null,
      path: file.path ?? null,
    };
  });
  const bytes = files.reduce((sum, file) => sum + ((file.content?.length ?? 0) * 3) / 4, 0);
  if (bytes > ATTACHMENTS_MAX_BYTES)
    throw new Refusal("validation_error", "Attachments must not exceed 40 MB in total.");
  return files;
};

const recipients = (body: z.infer<typeof Body>, refuseReserved: boolean) => {
  const to = list("to", body.to);
  if (to.length === 0) throw new Refusal("missing_required_field", "Missing `to` field.");
  if (refuseReserved && to.some((address) => /@(example|test)\.com$/.test(bareAddress(address))))
    throw new Refusal(
      "validation_error",
      "Invalid `to` field. Please use our testing email address instead of domains like `example.com`.",
    );
  return {
    to,
    cc: list("cc", body.cc),
    bcc: list("bcc", body.bcc),
    replyTo: list("reply_to", body.reply_to),
  };
};

const read = (value: unknown) => {
  const { data, error } = Body.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  const field = issue?.path.join(".");
  throw new Refusal(
    "validation_error",
    field ? `Invalid \`${field}\` field. ${issue?.message}.` : "The body must be a JSON object.",
  );
};

type Options = { nowMs: number; refuseReserved: boolean };

/**
 * Checks the body of one send as Resend does and returns what to accept. `refuseReserved` refuses
 * recipients at example.com and test.com, as the hosted API does. Throws a `Refusal`.
 */
export const parseDraft = (value: unknown, { nowMs, refuseReserved }: Options): Draft => {
  const body = read(value);
  const from = required("from", body.from);
  if (!isAddress(from))
    throw new Refusal("invalid_from_address", `Invalid \`from\` field. ${FORMAT}`);
  const people = recipients(body, refuseReserved);
  if (body.template !== undefined && body.template !== null)
    throw new Refusal(
      "validation_error",
      "This mailbox holds no templates. Send `html` or `text`.",
    );
  const subject = required("subject", body.subject);
  if (/[\r\n]/.test(subject))
    throw new Refusal("validation_error", "The `\\n` is not allowed in the `subject` field.");
  if (!body.html && !body.text)
    throw new Refusal("missing_required_field", "Missing `html` or `text` field.");
  return {
    from,
    ...people,
    subject,
    html: body.html ?? null,
    text: body.text ?? null,
    headers: checkHeaders(body.headers ?? {}),
    tags: checkTags(body.tags ?? []),
    topicId: body.topic_id ?? null,
    scheduledAt: body.scheduled_at ? parseSchedule(body.scheduled_at, nowMs) : null,
    attachments: attachments(body.attachments),
  };
};
