import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Captured = {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  at: number;
};

type Reply = { status?: number; headers?: Record<string, string>; body?: string; delayMs?: number };

/**
 * Another company's server on loopback: keeps every request in order and answers what `reply` says (default 200 `{}`).
 * Takes the first of `ports` that is free, or any.
 */
export const startCapture = async (
  reply: (request: Captured, index: number) => Reply | Promise<Reply> = () => ({}),
  ports: readonly number[] = [0],
) => {
  const requests: Captured[] = [];
  let hangUp = (_request: Captured) => {};
  const read = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  const server = createServer(async (request, response) => {
    const captured = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: await read(request).catch(() => ""),
      at: Date.now(),
    };
    const index = requests.push(captured) - 1;
    response.once("close", () => response.writableEnded || hangUp(captured));
    const { status = 200, headers = {}, body = "{}", delayMs = 0 } = await reply(captured, index);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  });
  const listen = (port: number) =>
    new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
  let listening = false;
  for (const port of ports) listening ||= await listen(port);
  if (!listening) throw new Error(`none of the ports ${ports.join(", ")} is free`);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    /** Calls back when a caller goes away before it was answered. */
    onHangUp: (callback: (request: Captured) => void) => {
      hangUp = callback;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
