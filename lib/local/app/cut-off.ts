import type { IncomingMessage, ServerResponse } from "node:http";

/** More than any door takes; Vercel's own limit for a request. */
const UNANSWERED_MAX = 4.5 * 1024 * 1024;
/** The largest body of a door, and some air. */
const ANSWERED_MAX = 1024 * 1024 + 65_536;
const PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 5;
/** A socket closed with bytes unread is reset, and a reset can overtake the answer. */
const LINGER_MS = 250;

const mayBeLarge = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined ||
  Number(headers["content-length"] ?? 0) > ANSWERED_MAX;

/**
 * Ends the connection of a sender without end: Node and Next take in whatever comes, for as long as it comes, before the
 * answer and after it. A client that ends its body within a second and a body's size keeps the connection.
 */
export const cutOff = (request: IncomingMessage, response: ServerResponse): void => {
  const { socket } = request;
  const before = socket.bytesRead;
  let most = UNANSWERED_MAX;
  let until = Number.POSITIVE_INFINITY;
  let looking: NodeJS.Timeout | undefined;
  const cut = () => {
    socket.pause();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
  const look = () => {
    const isOver = request.complete || socket.destroyed;
    if (!isOver && socket.bytesRead - before < most && Date.now() < until) return;
    clearInterval(looking);
    if (!isOver) cut();
  };
  const watch = () => {
    looking ??= setInterval(look, LOOK_EVERY_MS);
  };
  response.once("finish", () => {
    if (request.complete) return;
    most = ANSWERED_MAX;
    until = Date.now() + PATIENCE_MS;
    request.resume();
    watch();
  });
  if (mayBeLarge(request)) watch();
};
