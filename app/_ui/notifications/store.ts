import type { Notification } from "@/lib/domain/notifications/schema";

export type BellState = { data: Notification[]; unread: number };

const PATH = "/api/v1/notifications?limit=8";
const EVERY_MS = 20_000;

let state: BellState | undefined;
let etag = "";
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

const ask = async () => {
  if (document.visibilityState !== "visible") return;
  const headers = etag ? { "if-none-match": etag } : undefined;
  const response = await fetch(PATH, { cache: "no-store", ...(headers && { headers }) });
  // 304 while nothing is new; what cannot be had now is left as it was.
  if (response.status !== 200) return;
  etag = response.headers.get("etag") ?? "";
  state = (await response.json()) as BellState;
  for (const tell of listeners) tell();
};

/** Asks at once; whoever marked something as read calls it. */
export const refreshBell = () => void ask().catch(() => {});

/** Hears of news as long as somebody listens: every 20 seconds while the page is seen, and when it is seen again. */
export const subscribeBell = (listener: () => void) => {
  listeners.add(listener);
  if (listeners.size === 1) {
    timer = setInterval(refreshBell, EVERY_MS);
    document.addEventListener("visibilitychange", refreshBell);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", refreshBell);
  };
};

/** What the last answer said; undefined before the first. */
export const bellState = (): BellState | undefined => state;
