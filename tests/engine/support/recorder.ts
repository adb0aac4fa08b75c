import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

type Recorded = { method: string; path: string; headers: IncomingHttpHeaders; body: unknown };

/** A server that takes whatever the SDK sends, keeps it, and answers what makes the SDK go on. */
export const startRecorder = async () => {
  const recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const { method = "", url: path = "", headers } = request;
      const body: unknown = text === "" ? null : JSON.parse(text);
      recorded.push({ method, path, headers, body });
      const ids = Array.isArray(body) ? body.map((_, n) => `event-${n}`) : ["event"];
      const answer = path.startsWith("/e/")
        ? { ids, status: 200 }
        : { ok: true, modified: true, data: { run_id: "run" } };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What arrived since the last look. */
    take: () => recorded.splice(0),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Values that differ from run to run, by the name of their field or header. */
const VOLATILE =
  /^(timing|ts|request_started_at|stack|server-timing|date|content-length|connection|keep-alive|accept-encoding|user-agent|x-inngest-event-id-seed|traceparent|idempotencyKey|x-inngest-signature|authorization|host|event_key_hash|signing_key_hash)$/;

const kindOf = (value: unknown): string =>
  typeof value === "string" && value.startsWith("Bearer ")
    ? "<Bearer …>"
    : `<${Array.isArray(value) ? "list" : typeof value}>`;

/** The same value with everything that changes from run to run replaced by its kind, so that the rest can be compared. */
export const masked = (value: unknown, secrets: Record<string, string> = {}): unknown => {
  if (typeof value === "string") {
    const known = Object.entries(secrets).reduce(
      (text, [name, secret]) => text.replaceAll(secret, `<${name}>`),
      value,
    );
    return known.replace(/127\.0\.0\.1:\d+/g, "<host>");
  }
  if (Array.isArray(value)) return value.map((one) => masked(one, secrets));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      VOLATILE.test(name) ? kindOf(one) : masked(one, secrets),
    ]),
  );
};
