import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A request whose body was read; `text` decodes it. */
export type Incoming = {
  method: string;
  url: URL;
  headers: Headers;
  body: Buffer;
  peer: string | null;
};

export type Handler = (request: Incoming) => Promise<Response>;

const BODY_MAX_BYTES = 10 * 1024 * 1024;
const BODY_DEADLINE_MS = 30_000;

class TooLarge extends Error {}

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  if (Number(request.headers["content-length"] ?? 0) > BODY_MAX_BYTES) throw new TooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const headersOf = (request: IncomingMessage) => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && !name.startsWith(":"))
      headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  return headers;
};

const write = async (response: ServerResponse, answer: Response, head: boolean) => {
  response.statusCode = answer.status;
  answer.headers.forEach((value, name) => {
    if (name !== "set-cookie") response.setHeader(name, value);
  });
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (head || !answer.body) {
    response.end();
    return;
  }
  for await (const chunk of answer.body) if (!response.write(chunk)) await drained(response);
  response.end();
};

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });

const serve = async (
  handler: Handler,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const body = await readBody(request);
  // The Host header is the caller's word; the origin is ours.
  const path = request.url?.startsWith("/") ? request.url : "/";
  const url = new URL(`${base}${path}`);
  const method = request.method ?? "GET";
  const peer = request.socket.remoteAddress ?? null;
  const answer = await handler({ method, url, headers: headersOf(request), body, peer });
  await write(response, answer, method === "HEAD");
};

const refuse = (response: ServerResponse, status: number, message: string) => {
  if (!response.headersSent)
    response.writeHead(status, {
      "content-type": "application/json",
      "access-control-allow-origin": "*",
      connection: "close",
    });
  response.end(JSON.stringify({ code: String(status), message }));
};

/** An HTTP server for a handler of requests; bodies over 10 MiB are refused with 413, slow ones cut off. */
export const createHttpServer = (
  handler: Handler,
  base: () => string,
  onError: (error: unknown) => void,
): Server => {
  const server = createServer((request, response) => {
    serve(handler, base(), request, response).catch((error: unknown) => {
      if (error instanceof TooLarge)
        return refuse(response, 413, "The request body is over 10 MiB");
      if (request.destroyed && !request.complete) return response.destroy();
      onError(error);
      return refuse(response, 500, "Internal server error");
    });
  });
  server.requestTimeout = BODY_DEADLINE_MS;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 65_000;
  return server;
};
