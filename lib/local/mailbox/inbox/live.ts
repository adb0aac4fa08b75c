import type { ServerResponse } from "node:http";

const COLLECT_MS = 100;
const PING_MS = 25_000;

/** Tells open inbox pages (server-sent events) that something changed; many changes at once are told once. */
export const createLive = () => {
  const readers = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | null = null;
  const write = (text: string) => {
    for (const reader of readers) reader.write(text);
  };
  const ping = setInterval(() => write(": ping\n\n"), PING_MS).unref();
  return {
    changed: () => {
      if (readers.size === 0) return;
      timer ??= setTimeout(() => {
        timer = null;
        write("data: changed\n\n");
      }, COLLECT_MS).unref();
    },
    follow: (response: ServerResponse) => {
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      });
      response.write("retry: 1000\n\n");
      readers.add(response);
      response.once("close", () => readers.delete(response));
    },
    close: () => {
      clearInterval(ping);
      if (timer) clearTimeout(timer);
      for (const reader of readers) reader.end();
    },
  };
};

export type Live = ReturnType<typeof createLive>;
