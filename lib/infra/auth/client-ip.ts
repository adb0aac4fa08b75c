import { env } from "@/lib/core/env";

/** Set by `instrumentation.ts` from the socket on every request; what a client sends under this name is overwritten. */
export const PEER_HEADER = "x-steward-peer";

const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * The client's address: the chain is `X-Forwarded-For` followed by the peer of the socket, and the last
 * `TRUSTED_PROXIES` links of it are ours. "unknown" when there is neither.
 */
export const clientIp = (headers: Headers): string => {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map(plain).filter(Boolean);
  const peer = headers.get(PEER_HEADER);
  // Without the peer (a runtime that hides sockets) the last forwarded address was written by that runtime.
  const chain = peer ? [...forwarded, plain(peer)] : forwarded;
  const ip = chain[Math.max(0, chain.length - 1 - env().TRUSTED_PROXIES)] ?? "unknown";
  return ip.slice(0, 64);
};
