import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Kernel, Logger } from "../core/kernel.ts";
import type { HttpClient } from "../driver/http.ts";
import type { EngineOptions } from "../options.ts";
import { type Answer, type Call, Refusal, write } from "./answer.ts";
import { type Handler, ROUTES } from "./routes.ts";

type Node = { next: Map<string, Node>; any: Node | null; handlers: Map<string, Handler> };

const node = (): Node => ({ next: new Map(), any: null, handlers: new Map() });

const plant = (routes: Record<string, Handler>): Node => {
  const root = node();
  for (const [route, handler] of Object.entries(routes)) {
    const [method = "", path = ""] = route.split(" ");
    let at = root;
    for (const part of path.split("/").filter(Boolean)) {
      if (part.startsWith(":")) {
        at.any ??= node();
        at = at.any;
      } else {
        const child = at.next.get(part) ?? node();
        at.next.set(part, child);
        at = child;
      }
    }
    at.handlers.set(method, handler);
  }
  return root;
};

const find = (root: Node, parts: string[]): Node | null => {
  let at: Node | null = root;
  for (const part of parts) at = at?.next.get(part) ?? at?.any ?? null;
  return at && at.handlers.size > 0 ? at : null;
};

type ServerParts = {
  options: EngineOptions;
  http: HttpClient;
  logger: Logger;
  kernel: () => Kernel | null;
};

const callOf = (request: IncomingMessage, parts: ServerParts): Call => {
  const url = new URL(request.url ?? "/", "http://engine");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    parts: url.pathname.split("/").filter(Boolean).map(decode),
    query: url.searchParams,
    request,
    options: parts.options,
    http: parts.http,
    kernel: parts.kernel(),
  };
};

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const answerTo = async (call: Call, root: Node, logger: Logger): Promise<Answer> => {
  try {
    const place = find(root, call.parts);
    if (!place) throw new Refusal(404, `there is nothing at ${call.path}`);
    const handler = place.handlers.get(call.method);
    if (!handler) throw new Refusal(405, `${call.method} is not offered at ${call.path}`);
    return await handler(call);
  } catch (error) {
    if (error instanceof Refusal)
      return { status: error.status, body: { error: error.message, status: error.status } };
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger("error", "a request failed", { path: call.path, why });
    return {
      status: 500,
      body: { error: "the engine failed to answer; its log says why", status: 500 },
    };
  }
};

/** Starts the engine's HTTP server. Rejects when the port cannot be had. */
export const listen = (
  parts: ServerParts,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const root = plant(ROUTES);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await answerTo(callOf(request, parts), root, parts.logger);
    if (!response.destroyed) write(response, answer);
  };
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const { host, port } = parts.options;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve({
        url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
};
