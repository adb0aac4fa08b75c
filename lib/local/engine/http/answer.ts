import type { IncomingMessage, ServerResponse } from "node:http";
import type { Kernel } from "../core/kernel.ts";
import type { HttpClient } from "../driver/http.ts";
import type { EngineOptions } from "../options.ts";

/** What a handler knows of a request. */
export type Call = {
  method: string;
  path: string;
  /** Path segments after decoding. */
  parts: string[];
  query: URLSearchParams;
  request: IncomingMessage;
  options: EngineOptions;
  http: HttpClient;
  /** The leading kernel; a standby has none. */
  kernel: Kernel | null;
};

/** A handler's answer: `body` is sent as JSON, or as it is when it is a text or bytes. */
export type Answer = {
  status: number;
  body: unknown;
  type?: string;
  headers?: Record<string, string>;
};

/** A refusal in one sentence. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The kernel, or a refusal with 503 when another engine leads. */
export const leading = (call: Call): Kernel => {
  if (!call.kernel)
    throw new Refusal(503, "this engine is on standby or its database is away; try again");
  return call.kernel;
};

/** Reads a body of at most `bytesMax` bytes. */
export const readBody = (request: IncomingMessage, bytesMax: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
    });
    request.on("end", () => {
      if (bytes > bytesMax) reject(new Refusal(413, `the body is larger than ${bytesMax} bytes`));
      else resolve(Buffer.concat(chunks).toString("utf8"));
    });
    request.on("error", () => reject(new Refusal(400, "the body did not arrive")));
  });

/** Reads a JSON body. */
export const readJson = async (request: IncomingMessage, bytesMax: number): Promise<unknown> =>
  parseJson(await readBody(request, bytesMax));

/** A JSON text's value, or a refusal. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is not JSON");
  }
};

/** Writes an answer. */
export const write = (response: ServerResponse, answer: Answer): void => {
  const { status, body, type, headers } = answer;
  const content = typeof body === "string" || body instanceof Buffer ? body : JSON.stringify(body);
  response.writeHead(status, {
    "content-type":
      type ?? (typeof body === "string" ? "text/plain; charset=utf-8" : "application/json"),
    "content-length": Buffer.byteLength(content),
    "x-inngest-server-kind": "cloud",
    ...headers,
  });
  response.end(content);
};

/** A header's single value. */
export const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
