import { checkJson } from "@/lib/api/json/fence";
import { AppError } from "@/lib/core/errors";

type Limits = {
  maxBytes: number;
  /** The whole body must have arrived by then. */
  deadlineMs?: number;
};

const tooLarge = (maxBytes: number) =>
  new AppError("too_large", `The body is larger than ${maxBytes} bytes.`);

const late = (deadlineMs: number) =>
  new AppError("request_timeout", `The body did not arrive within ${deadlineMs} ms.`);

const checkHeaders = (headers: Headers, maxBytes: number) => {
  const encoding = headers.get("content-encoding");
  if (encoding && encoding.toLowerCase() !== "identity")
    throw new AppError("unsupported_media_type", "Send the body without a content encoding.");
  if (Number(headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
};

const collect = async (reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number) => {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, total);
    total += value.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes);
    chunks.push(value);
  }
};

/**
 * The raw bytes of a request. Throws too_large as soon as `maxBytes` are passed, declared or chunked, request_timeout
 * when the body is not complete after `deadlineMs` (default 5 s), unsupported_media_type for an encoded body and
 * malformed when the sender goes away.
 */
export const readBody = async (
  request: Request,
  { maxBytes, deadlineMs = 5000 }: Limits,
): Promise<Buffer> => {
  checkHeaders(request.headers, maxBytes);
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late(deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([collect(reader, maxBytes), deadline]);
  } catch (error) {
    reader.cancel().catch(() => undefined);
    if (error instanceof AppError) throw error;
    throw new AppError("malformed", "The body broke off.", { cause: error });
  } finally {
    clearTimeout(timer);
  }
};

const utf8 = new TextDecoder("utf-8", { fatal: true });

const toText = (bytes: Uint8Array) => {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new AppError("malformed", "The body is not valid UTF-8.", { cause: error });
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("malformed", "The body is not valid JSON.", { cause: error });
  }
};

/**
 * JSON in UTF-8 (RFC 8259) that everything behind the door can hold unchanged. Throws malformed with the path for NUL
 * and lone surrogates, more than 64 levels, repeated keys, `__proto__`, and numbers that are not finite or lose digits.
 */
export const decodeJson = (bytes: Uint8Array): unknown => {
  if (bytes.byteLength === 0) throw new AppError("malformed", "The body is empty.");
  const text = toText(bytes);
  const value = parse(text);
  checkJson(text);
  return value;
};
