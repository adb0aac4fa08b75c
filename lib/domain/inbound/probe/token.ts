import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/core/env";

/** The header that marks a delivery of our own, which is judged like any other and then stored nowhere. */
export const PROBE_HEADER = "steward-probe";

const FRESH_MS = 60_000;

const mac = (hookId: string, at: string): Buffer => {
  const key = Buffer.from(hkdfSync("sha256", env().STEWARD_SECRET, "", "steward hook probe", 32));
  return createHmac("sha256", key).update(`${at}.${hookId}`).digest();
};

/** What makes a delivery a probe of this hook, for a minute. */
export const probeToken = (hookId: string, nowMs: number): string =>
  `${nowMs}.${mac(hookId, String(nowMs)).toString("base64url")}`;

/** Whether a probe header was made by us, for this hook, within the last minute. */
export const isProbe = (header: string, hookId: string, nowMs: number): boolean => {
  const [at = "", given = ""] = header.split(".");
  if (!/^\d{1,15}$/.test(at) || Math.abs(nowMs - Number(at)) > FRESH_MS) return false;
  const sent = Buffer.from(given, "base64url");
  const own = mac(hookId, at);
  return sent.length === own.length && timingSafeEqual(sent, own);
};
