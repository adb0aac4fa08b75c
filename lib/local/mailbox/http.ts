import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./resend/refusal.ts";

/** What a door answers; `null` means that the connection was taken over or closed. */
export type Answer = {
  status: number;
  body: string | Buffer;
  headers: Record<string, string>;
} | null;

export const json = (
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  body: JSON.stringify(value),
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
});

/** The whole body. Throws a `Refusal` (413) when it is longer than `maxBytes`. */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new Refusal("validation_error", `The body must not exceed ${maxBytes} bytes.`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Parses a JSON body. Throws a `Refusal` (400) that says so when it is none. */
export const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal("validation_error", "The body is not valid JSON.", 400);
  }
};

export const send = (response: ServerResponse, answer: Answer) => {
  if (!answer || response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
};

/**
 * Another site's page could reach a server on this machine through a name that resolves to it, or post a form to it.
 * Only the names in `allowed`, and requests that a browser does not mark as coming from another site, pass.
 */
export const isForeign = (request: IncomingMessage, allowed: ReadonlySet<string>) => {
  const name = (request.headers.host ?? "").replace(/:\d+$/, "");
  const site = request.headers["sec-fetch-site"];
  const navigates = request.headers["sec-fetch-mode"] === "navigate" && request.method === "GET";
  return !allowed.has(name) || (site === "cross-site" && !navigates);
};
