import type { z } from "zod";
import type { Expression } from "../expression/compile.ts";
import type { Schedule } from "./cron.ts";
import { type Registered, Registration, YEAR_MS } from "./registration.ts";

/** A function as the engine uses it: everything checked, every length in milliseconds. */
export type FnConfig = {
  id: string;
  name: string;
  url: string;
  /** Tries in all: the SDK's `retries` + 1. */
  tries: number;
  triggers: { event: string; prefix: string | null; condition: Expression | null }[];
  crons: { schedule: Schedule; jitterMs: number }[];
  cancel: { event: string; condition: Expression | null; timeoutMs: number }[];
  concurrency: { limit: number; key: Expression | null; scope: "fn" | "env" | "account" }[];
  idempotency: Expression | null;
  priority: Expression | null;
  rateLimit: { limit: number; periodMs: number; key: Expression | null } | null;
  throttle: { limit: number; periodMs: number; burst: number; key: Expression | null } | null;
  debounce: { periodMs: number; timeoutMs: number | null; key: Expression | null } | null;
  batch: {
    size: number;
    timeoutMs: number;
    key: Expression | null;
    condition: Expression | null;
  } | null;
  singleton: { mode: "skip" | "cancel"; key: Expression | null } | null;
  timeouts: { startMs: number | null; finishMs: number | null };
};

/** "a/*" → "a/"; null for an exact name. A star counts only at the end, after a slash or a dot. */
const wildcardPrefix = (event: string): string | null =>
  /[/.]\*$/.test(event) ? event.slice(0, -1) : null;

const forbiddenPair = (fn: Registered): string | null => {
  if (!fn.batchEvents) return null;
  if (fn.cancel?.length) return "cancelOn";
  if (fn.debounce) return "debounce";
  if (fn.singleton) return "singleton";
  return fn.priority?.run ? "priority" : null;
};

const eventTriggers = (fn: Registered): FnConfig["triggers"] =>
  fn.triggers.flatMap((trigger) =>
    "event" in trigger
      ? [
          {
            event: trigger.event,
            prefix: wildcardPrefix(trigger.event),
            condition: trigger.expression,
          },
        ]
      : [],
  );

const flow = (fn: Registered) => ({
  rateLimit: fn.rateLimit
    ? { limit: fn.rateLimit.limit, periodMs: fn.rateLimit.period, key: fn.rateLimit.key }
    : null,
  throttle: fn.throttle
    ? {
        limit: fn.throttle.limit,
        periodMs: fn.throttle.period,
        burst: fn.throttle.burst ?? 1,
        key: fn.throttle.key,
      }
    : null,
  debounce: fn.debounce
    ? { periodMs: fn.debounce.period, timeoutMs: fn.debounce.timeout ?? null, key: fn.debounce.key }
    : null,
  batch: fn.batchEvents
    ? {
        size: fn.batchEvents.maxSize,
        timeoutMs: fn.batchEvents.timeout,
        key: fn.batchEvents.key,
        condition: fn.batchEvents.if,
      }
    : null,
  singleton: fn.singleton ? { mode: fn.singleton.mode, key: fn.singleton.key } : null,
});

const normalise = (fn: Registered): FnConfig => ({
  id: fn.id,
  name: fn.name ?? fn.id,
  url: fn.steps.step.runtime.url,
  tries: (fn.steps.step.retries?.attempts ?? 4) + 1,
  triggers: eventTriggers(fn),
  crons: fn.triggers.flatMap((trigger) =>
    "cron" in trigger ? [{ schedule: trigger.cron, jitterMs: trigger.jitter ?? 0 }] : [],
  ),
  cancel: (fn.cancel ?? []).map((entry) => ({
    event: entry.event,
    condition: entry.if,
    timeoutMs: entry.timeout ?? YEAR_MS,
  })),
  concurrency: (fn.concurrency ?? []).filter((entry) => entry.limit > 0),
  idempotency: fn.idempotency,
  priority: fn.priority?.run ?? null,
  timeouts: { startMs: fn.timeouts?.start ?? null, finishMs: fn.timeouts?.finish ?? null },
  ...flow(fn),
});

/**
 * Checks one function of a registration. Answers its configuration, or one sentence that names the function and
 * the option that is wrong.
 */
export const readFunction = (input: unknown): FnConfig | string => {
  const id = (input as { id?: unknown } | null)?.id;
  const name = typeof id === "string" ? id : "?";
  const parsed = Registration.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues.map(innermost)[0];
    return `Function "${name}": ${issue?.path.join(".") || "configuration"}: ${issue?.message ?? "is not valid"}`;
  }
  const pair = forbiddenPair(parsed.data);
  if (pair) return `Function "${name}": batchEvents cannot be combined with ${pair}`;
  const unkeyed = parsed.data.concurrency?.find((entry) => entry.scope !== "fn" && !entry.key);
  if (unkeyed) return `Function "${name}": concurrency: scope "${unkeyed.scope}" needs a key`;
  return normalise(parsed.data);
};

/** The issue inside a union's failed branches that tells most: the one whose path goes deepest. */
const innermost = (issue: z.core.$ZodIssue): z.core.$ZodIssue => {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors
    .flat()
    .map((part) => innermost({ ...part, path: [...issue.path, ...part.path] }));
  return (
    inner.find((part) => part.code === "custom" || part.code === "too_big") ?? inner[0] ?? issue
  );
};
