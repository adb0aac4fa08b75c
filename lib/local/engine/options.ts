import { z } from "zod";

/** What the engine is told when it starts. Only the first line has no defaults. */
export const EngineOptions = z.object({
  databaseUrl: z.string().regex(/^postgres(ql)?:\/\//, "databaseUrl is a postgres:// URL"),
  signingKey: z.string().regex(/^signkey-\w+-[0-9a-f]{16,}$/i, "signingKey is signkey-<env>-<hex>"),
  eventKey: z.string().min(8),
  token: z.string().min(8),
  serveUrl: z.url(),
  port: z.number().int().min(0).max(65_535).default(8288),
  host: z.string().default("127.0.0.1"),
  /** Sync every 5 s: functions change while somebody works on them. */
  dev: z.boolean().default(false),
  /** Multiplies every wait between tries. */
  retryScale: z.number().nonnegative().default(1),
  /** Lets functions run on between steps with acknowledged results; off = one request per step. */
  checkpointing: z.boolean().default(true),
  /** Requests to the application at a time. Twice as many end a sixth more steps, and a new run waits twice as long. */
  inFlight: z.number().int().positive().default(64),
  /** Gives the application fewer new requests at once while its processor is busy; off = `inFlight` at any time. */
  adaptive: z.boolean().default(true),
  requestTimeoutMs: z
    .number()
    .positive()
    .default(2 * 3_600_000),
  /** How long runs wait for an application that cannot be reached before they fail. */
  appDownMs: z
    .number()
    .positive()
    .default(24 * 3_600_000),
  /** First and longest wait before an application that is away is tried again. */
  appProbeMs: z.tuple([z.number().positive(), z.number().positive()]).default([200, 5_000]),
  /** How far back a new wait looks for an event that came after its run. Inngest does not look back: 0. */
  lookbackMs: z.number().nonnegative().max(60_000).default(0),
  /** What a schedule makes of the ticks it missed: none, the latest, or so many of the latest. */
  cronCatchUp: z.union([z.enum(["skip", "one"]), z.number().int().min(1).max(1000)]).default("one"),
  /** Payload bytes of runs that may stay in memory. */
  memoryBytes: z
    .number()
    .positive()
    .default(256 * 1024 * 1024),
  /** Event ids and idempotency keys that are kept in memory; older ones are looked up. */
  keysInMemory: z.number().int().positive().default(500_000),
  /** Runs and events older than this are deleted. */
  retentionMs: z
    .number()
    .positive()
    .default(30 * 86_400_000),
  /** Queued requests above which events are refused with 429, in all and of one tenant. */
  queueMax: z.number().positive().default(1_000_000),
  queueMaxPerTenant: z.number().positive().default(200_000),
  /** How long the database may be away before the engine gives up. */
  databaseDownMs: z.number().positive().default(60_000),
});

export type EngineOptions = z.output<typeof EngineOptions>;

/** Limits of the protocol; exceeding one fails the run or the request with its name and value. */
export const LIMITS = {
  steps: 1000,
  outputBytes: 4 * 1024 * 1024,
  stateBytes: 32 * 1024 * 1024,
  waitMs: 366 * 86_400_000,
  eventBytes: 512 * 1024,
  eventsPerRequest: 5000,
  eventNameLength: 512,
  bodyBytes: 4 * 1024 * 1024,
  checkpointBytes: 48 * 1024 * 1024,
  keyMs: 24 * 3_600_000,
} as const;
