/** What a signature is checked over: the bytes as they came, the secrets that are valid now, and the clock. */
export type Delivery = {
  headers: Headers;
  body: Buffer;
  /** At most two: the current one, and the one being rotated out. */
  secrets: readonly string[];
  nowMs: number;
  /** Accepted distance of a signed timestamp from now, seconds, in both directions. */
  toleranceS: number;
};

/** `header_too_large` is an unreadable request, everything else a signature that does not hold. */
export type Verdict =
  | { ok: true }
  | { ok: false; reason: "header_too_large" | "no_secret" | "missing" | "expired" | "mismatch" };

/** How the sender names the delivery; without a `deliveryKey` the body's hash has to do. */
export type Identity = { deliveryKey?: string; topic?: string };

/** A delivery of our own making, to be signed as its sender would. */
export type Unsigned = {
  body: Buffer;
  secret: string;
  deliveryId: string;
  topic: string | null;
  nowMs: number;
};

/** One way of signing webhooks. Its functions are pure. */
export type WebhookScheme = {
  verify(delivery: Delivery): Verdict;
  /** Reads the delivery's own id and topic from its headers and its decoded body. */
  identify(headers: Headers, body: unknown): Identity;
  /** The headers that make it a delivery of this sender. */
  sign(delivery: Unsigned): Record<string, string>;
};
