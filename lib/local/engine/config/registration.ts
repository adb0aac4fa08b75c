import { z } from "zod";
import { compile } from "../expression/compile.ts";
import { parseCron } from "./cron.ts";
import { durationMs } from "./duration.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const YEAR_MS = 365 * DAY_MS;

const duration = (minMs: number, maxMs: number) =>
  z.string().transform((text, context) => {
    const ms = durationMs(text);
    if (ms === null) {
      context.addIssue({
        code: "custom",
        message: `"${text}" is not a duration (write 30s, 5m, 2h or 1d)`,
      });
      return z.NEVER;
    }
    if (ms < minMs || ms > maxMs) {
      context.addIssue({
        code: "custom",
        message: `"${text}" is outside ${minMs / 1000}–${maxMs / 1000} seconds`,
      });
      return z.NEVER;
    }
    return ms;
  });

const reading = <T>(read: (text: string) => T) =>
  z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: error instanceof Error ? error.message : String(error),
      });
      return z.NEVER;
    }
  });

const condition = reading(compile)
  .nullish()
  .transform((value) => value ?? null);
const positive = z.number().int().positive();

const Trigger = z.union([
  z.object({ event: z.string().min(1).max(512), expression: condition }),
  z.object({ cron: reading(parseCron), jitter: duration(1000, 300_000).optional() }),
]);

const Concurrency = z.object({
  limit: z.number().int().nonnegative(),
  key: condition,
  scope: z
    .enum(["fn", "env", "account"])
    .nullish()
    .transform((scope) => scope ?? "fn"),
});

const WHOLE_RUNS =
  'limits of whole runs ("fn") beside those of steps are not offered: give one or two limits, which count executing steps';

/** A newer form that no SDK of this version sends. */
const RunConcurrency = z.looseObject({ fn: z.unknown().nonoptional() }).transform((_, context) => {
  context.addIssue({ code: "custom", message: WHOLE_RUNS });
  return z.NEVER;
});

/** The registration payload of one function, as the SDK sends it. */
export const Registration = z.object({
  id: z.string().min(1).max(512),
  name: z.string().nullish(),
  triggers: z.array(Trigger).max(10, "a function has at most 10 triggers"),
  steps: z.object({
    step: z.object({
      runtime: z.object({
        type: z.literal(
          "http",
          "connect (websocket workers) is not offered: serve the functions over HTTP",
        ),
        url: z.url(),
      }),
      retries: z.object({ attempts: z.number().int().min(0).max(20).optional() }).nullish(),
    }),
  }),
  idempotency: condition,
  batchEvents: z
    .object({
      maxSize: positive.max(10_000),
      timeout: duration(1000, 7 * DAY_MS),
      key: condition,
      if: condition,
    })
    .nullish(),
  rateLimit: z
    .object({ limit: positive, period: duration(1000, DAY_MS), key: condition })
    .nullish(),
  throttle: z
    .object({
      limit: positive,
      period: duration(1000, 7 * DAY_MS),
      burst: positive.nullish(),
      key: condition,
    })
    .nullish(),
  concurrency: z
    .union([
      z
        .number()
        .int()
        .nonnegative()
        .transform((limit) => [{ limit, key: null, scope: "fn" as const }]),
      Concurrency.transform((entry) => [entry]),
      z.array(Concurrency).max(2, "a function has at most 2 concurrency entries"),
      RunConcurrency,
    ])
    .nullish(),
  debounce: z
    .object({
      period: duration(1000, 7 * DAY_MS),
      timeout: duration(1000, YEAR_MS).nullish(),
      key: condition,
    })
    .nullish(),
  priority: z.object({ run: condition }).nullish(),
  timeouts: z
    .object({ start: duration(1, YEAR_MS).nullish(), finish: duration(1, YEAR_MS).nullish() })
    .nullish(),
  singleton: z.object({ key: condition, mode: z.enum(["skip", "cancel"]) }).nullish(),
  cancel: z
    .array(
      z.object({
        event: z.string().min(1),
        if: condition,
        timeout: duration(1, YEAR_MS).nullish(),
      }),
    )
    .max(5, "a function has at most 5 cancelOn entries")
    .nullish(),
});

export type Registered = z.output<typeof Registration>;
