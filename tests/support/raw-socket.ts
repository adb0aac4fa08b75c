import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type RawAnswer = {
  /** 0 when the connection ended without an answer. */
  status: number;
  code: string | undefined;
  text: string;
  /** Milliseconds to the first byte of the answer, and to the end of the connection. */
  answeredMs: number;
  closedMs: number;
  /** Bytes that left before the connection ended. */
  sent: number;
};

type Options = {
  /** Pause after each part. */
  paceMs?: number;
  /** How long an open connection is watched; `closedMs` is Infinity when it stays. */
  watchMs?: number;
  /** Hang up as soon as the answer is whole. */
  untilAnswer?: boolean;
};

/** The head of a request, without its body. */
export const head = (
  method: string,
  path: string,
  headers: Record<string, string | number> = {},
): string =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

const answered = (text: string) => {
  const [top = "", body = ""] = text.split("\r\n\r\n", 2);
  const length = /content-length: (\d+)/i.exec(top)?.[1];
  return length === undefined ? text.endsWith("0\r\n\r\n") : body.length >= Number(length);
};

/** Sends exactly these bytes over a socket of its own, whether they make a request or not. */
export const sendRaw = (
  origin: string,
  parts: Iterable<string | Uint8Array>,
  { paceMs = 0, watchMs = 15_000, untilAnswer = false }: Options = {},
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const started = Date.now();
    const socket = connect(Number(port), hostname);
    let text = "";
    let answeredMs = Number.POSITIVE_INFINITY;
    const end = (closedMs: number) => {
      clearTimeout(watch);
      const sent = socket.bytesWritten - socket.writableLength;
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      const code = /"code":"([a-z_]+)"/.exec(text)?.[1];
      resolve({ status, code, text, answeredMs, closedMs, sent });
    };
    const watch = setTimeout(() => end(Number.POSITIVE_INFINITY), watchMs);
    let wake = () => {};
    const write = async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        if (!socket.write(part))
          await new Promise<void>((go) => {
            wake = go;
          });
        if (paceMs > 0) await sleep(paceMs);
      }
    };
    socket.on("drain", () => wake());
    socket.on("data", (bytes) => {
      if (text === "") answeredMs = Date.now() - started;
      text += bytes.toString("latin1");
      if (untilAnswer && answered(text)) end(Number.POSITIVE_INFINITY);
    });
    // A reset is an end like any other here.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      wake();
      end(Date.now() - started);
    });
    socket.once("connect", () => void write());
  });
