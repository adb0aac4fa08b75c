import { createHash } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { findHook, type LiveHook } from "@/lib/domain/inbound/find-hook";
import { keepHeaders } from "@/lib/domain/inbound/keep-headers";
import {
  type BodyKind,
  bodyKind,
  bodyText,
  exactJson,
  formFields,
} from "@/lib/domain/inbound/parse-body";
import { answerProbe } from "@/lib/domain/inbound/probe/answer-probe";
import { isProbe, PROBE_HEADER } from "@/lib/domain/inbound/probe/token";
import type { Receipt } from "@/lib/domain/inbound/schema";
import {
  type AcceptedDelivery,
  type HeldRun,
  storeDelivery,
} from "@/lib/domain/inbound/store-delivery";
import { within } from "@/lib/domain/inbound/within";
import { fromPostgres } from "@/lib/infra/db/errors";
import { asIngress } from "@/lib/infra/limits/ingress-first";
import { addCorrelation } from "@/lib/infra/log/correlation";
import type { Verdict } from "@/lib/integrations/webhook-scheme";
import { WEBHOOK_SCHEMES } from "@/lib/integrations/webhook-schemes";

/** A place for a run to be executed in right after it is stored: taken or left, once. */
export type Place = { take: (run: HeldRun) => void; leave: () => void };

export type Incoming = {
  hookId: string;
  headers: Headers;
  /** Reads the raw body once; throws too_large or request_timeout. */
  readBody: (maxBytes: number) => Promise<Buffer>;
  /** Strict JSON; throws malformed. */
  decodeJson: (bytes: Buffer) => unknown;
  trace: { requestId?: string; traceparent?: string };
  /** A place for the run of a delivery; undefined, or left out: the durable engine executes it. */
  reserve?: (of: { tenantId: string; workflowId: string }) => Place | undefined;
  nowMs?: () => number;
  random?: () => number;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Senders wait 5 seconds and more. */
const DATABASE_MS = 4000;

const unknownHook = () => new AppError("not_found", "There is no hook at this address.");

const judge = (hook: LiveHook, { headers }: Incoming, body: Buffer, nowMs: number): Verdict => {
  const { secrets, toleranceS, scheme } = hook;
  return WEBHOOK_SCHEMES[scheme].verify({ headers, body, secrets, nowMs, toleranceS });
};

const REFUSALS = {
  header_too_large: "",
  no_secret: "This hook has no signing secret yet.",
  missing: "The signature is missing or incomplete.",
  expired: "The signed time is too far from now.",
  mismatch: "The signature does not fit the body.",
} as const;

/** The hook that vouches for this body. What is remembered may be a second old, so a refusal is checked once more. */
const verified = async (incoming: Incoming, body: Buffer, nowMs: number): Promise<LiveHook> => {
  const { hook, remembered } = await within(DATABASE_MS, findHook(incoming.hookId, { nowMs }));
  if (!hook) throw unknownHook();
  const verdict = judge(hook, incoming, body, nowMs);
  if (verdict.ok) return hook;
  const again = remembered
    ? (await within(DATABASE_MS, findHook(incoming.hookId, { nowMs, fresh: true }))).hook
    : undefined;
  const second = again && judge(again, incoming, body, nowMs);
  if (again && second?.ok) return again;
  const { reason } = second && !second.ok ? second : verdict;
  if (reason === "header_too_large")
    throw new AppError("malformed", "A signature header is larger than 4 KiB.");
  throw new AppError("unauthenticated", REFUSALS[reason]);
};

const decode = (
  kind: BodyKind,
  bytes: Buffer,
  text: string,
  decodeJson: Incoming["decodeJson"],
) => {
  if (kind === "json") {
    const exact = exactJson(text);
    const value = decodeJson(exact === text ? bytes : Buffer.from(exact));
    return { value, decoded: exact === text ? null : exact };
  }
  const value = kind === "form" ? formFields(text) : text;
  return { value, decoded: JSON.stringify(value) };
};

const identify = (hook: LiveHook, headers: Headers, value: unknown, bytes: Buffer) => {
  const { deliveryKey, topic = null } = WEBHOOK_SCHEMES[hook.scheme].identify(headers, value);
  const key = deliveryKey ?? `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return { key, isWeakKey: deliveryKey === undefined, topic };
};

/** Stores a delivery; where there is a place for its run, the run goes there at once. */
const storeWithPlace = async (given: AcceptedDelivery, place: Place | undefined) => {
  try {
    const stored = await within(
      DATABASE_MS,
      storeDelivery({ ...given, isHeld: place !== undefined }),
    );
    if (stored?.run && place) place.take(stored.run);
    else place?.leave();
    return stored;
  } catch (error) {
    place?.leave();
    throw error;
  }
};

const keep = async (incoming: Incoming, kind: BodyKind, bytes: Buffer): Promise<Receipt> => {
  const { headers, trace, nowMs = Date.now } = incoming;
  const hook = await verified(incoming, bytes, nowMs());
  addCorrelation({ tenantId: hook.tenantId });
  const probe = headers.get(PROBE_HEADER);
  if (probe && isProbe(probe, hook.id, nowMs())) return within(DATABASE_MS, answerProbe(hook));
  const body = bodyText(bytes);
  const { value, decoded } = decode(kind, bytes, body, incoming.decodeJson);
  const { key, isWeakKey, topic } = identify(hook, headers, value, bytes);
  if (hook.topic && topic && topic !== hook.topic)
    return { deliveryId: null, duplicate: false, ignored: "topic" };
  const contentType = (headers.get("content-type") ?? "").slice(0, 200);
  const given = { hook, key, isWeakKey, topic, contentType, headers: keepHeaders(headers), body };
  const stored = await storeWithPlace(
    { ...given, bytes: bytes.length, decoded, trace },
    incoming.reserve?.(hook),
  );
  if (!stored)
    throw new AppError(
      "conflict",
      "The hook is switched off or its workflow is not live; nothing was stored.",
    );
  const { deliveryId, duplicate } = stored;
  addCorrelation({ deliveryId });
  return { deliveryId, duplicate };
};

const accept = async (incoming: Incoming): Promise<Receipt> => {
  const { hookId, headers, nowMs = Date.now } = incoming;
  if (!UUID.test(hookId)) throw unknownHook();
  const kind = bodyKind(headers.get("content-type"));
  const { hook } = await within(DATABASE_MS, findHook(hookId, { nowMs: nowMs() }));
  if (!hook) throw unknownHook();
  const bytes = await incoming.readBody(hook.maxBytes);
  // From here on the sender has done its part and waits for us alone.
  return asIngress(() => keep(incoming, kind, bytes));
};

/**
 * Takes a delivery in: size, signature, decoding, then one statement that stores it with its run. Resolves once that is
 * committed. Throws not_found, unsupported_media_type, too_large, request_timeout, unauthenticated, malformed, conflict
 * (not live), and unavailable with a jittered delay of 5 to 15 seconds when the database is away.
 */
export const receive = async (incoming: Incoming): Promise<Receipt> => {
  try {
    return await accept(incoming);
  } catch (error) {
    const known = error instanceof AppError ? error : fromPostgres(error);
    if (known?.code !== "unavailable") throw known ?? error;
    const retryAfterS = 5 + Math.floor((incoming.random ?? Math.random)() * 11);
    throw new AppError("unavailable", known.message, { cause: error, retryAfterS });
  }
};
