import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { PEER_HEADER } from "@/lib/infra/auth/client-ip";

/**
 * Writes the socket's address into each request before anybody reads it, replacing what a client may have sent under that
 * name: Next hides the socket, and keeps a forged `X-Forwarded-For`. Once, at the server's start.
 */
export const notePeers = (): void => {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "unknown";
  });
};
