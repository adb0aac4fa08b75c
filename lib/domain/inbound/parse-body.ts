import { AppError } from "@/lib/core/errors";

export type BodyKind = "json" | "form" | "text";

const KINDS: [BodyKind, RegExp][] = [
  ["json", /^application\/(?:[\w.+-]+\+)?json$/],
  ["form", /^application\/x-www-form-urlencoded$/],
  ["text", /^text\/[\w.+-]+$/],
];

/** What a Content-Type promises. Throws unsupported_media_type for anything but UTF-8 JSON, form and text. */
export const bodyKind = (contentType: string | null): BodyKind => {
  const [type = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice(8)
    .replaceAll('"', "");
  const kind = KINDS.find(([, pattern]) => pattern.test(type))?.[0];
  if (!kind)
    throw new AppError(
      "unsupported_media_type",
      "Send application/json, application/x-www-form-urlencoded or text/*.",
    );
  if (charset && !["utf-8", "utf8", "us-ascii"].includes(charset))
    throw new AppError("unsupported_media_type", "The body must be UTF-8.");
  return kind;
};

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const malformed = (message: string) => new AppError("malformed", message);

/** The body as text. Throws malformed for bytes that are not UTF-8 or contain NUL, which Postgres cannot store. */
export const bodyText = (bytes: Buffer): string => {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw malformed("The body is not valid UTF-8.");
  }
  if (text.includes("\0")) throw malformed("The body contains a NUL character.");
  return text;
};

/** Form fields by name; a name that comes more than once holds a list. */
export const formFields = (text: string): Record<string, string | string[]> => {
  const params = new URLSearchParams(text);
  const names = new Set(params.keys());
  if (names.size > 1000) throw malformed("The form has more than 1000 fields.");
  const entries = [...names].map((name): [string, string | string[]] => {
    const [first = "", ...rest] = params.getAll(name);
    return [name, rest.length > 0 ? [first, ...rest] : first];
  });
  if (entries.flat(2).some((part) => part.includes("\0")))
    throw malformed("The form contains a NUL character.");
  return Object.fromEntries(entries);
};

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const LONG_INTEGER = /^-?[1-9]\d{15,}$/;

const quoteLong = (token: string) =>
  LONG_INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;

/**
 * JSON text whose whole numbers beyond 2^53 (Shopify's ids reach there) stand in quotes, so that none loses a digit. Throws
 * malformed when the text is no JSON; numbers are looked for in sound JSON only, where a quoted one cannot become a key.
 */
export const exactJson = (text: string): string => {
  if (!/\d{16}/.test(text)) return text;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AppError("malformed", "The body is not valid JSON.", { cause: error });
  }
  return text.replace(TOKEN, quoteLong);
};
