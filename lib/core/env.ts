import { z } from "zod";

const url = z.url();
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/**
 * Every variable the app reads. `.env.example` lists the same keys (a test holds them equal).
 * The app knows the world through these and nothing else: embedded or hosted makes no difference.
 */
export const EnvSchema = z.object({
  /** Origin people reach the app at, without a trailing slash. */
  APP_URL: url.default("http://127.0.0.1:3000"),
  /** Postgres connection string of the role `postgres`; session or transaction pooler alike. */
  DATABASE_URL: url,
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(100).default(10),
  /** Named prepared statements; needs a direct connection or a pooler that keeps them apart. */
  DATABASE_PREPARE: z.stringbool().default(false),
  SUPABASE_URL: url,
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  SUPABASE_SECRET_KEY: z.string().min(1),
  /** 32 random bytes, base64: encrypts stored secrets and keys our own tokens. */
  STEWARD_SECRET: z.string().min(43),
  /** Read by the Inngest SDK as well. */
  INNGEST_BASE_URL: optional(url),
  INNGEST_EVENT_KEY: z.string().min(1),
  INNGEST_SIGNING_KEY: z.string().min(1),
  /** Origin the engine calls the app at when it differs from APP_URL; read by the Inngest SDK. */
  INNGEST_SERVE_ORIGIN: optional(url),
  /** Shared secret of scheduled calls to edge functions and to the internal routes. */
  CRON_SECRET: z.string().min(16),
  RESEND_API_KEY: z.string().min(1),
  /** Resend's API, or the embedded mailbox; read by the Resend SDK. */
  RESEND_BASE_URL: optional(url),
  RESEND_WEBHOOK_SECRET: optional(z.string()),
  /** `Name <address>` of every mail we send. */
  MAIL_FROM: z.string().default("Steward <steward@example.com>"),
  /** Postal address of who runs this installation; stands in the mails to its own users. */
  MAIL_ADDRESS: z
    .string()
    .min(1)
    .max(300)
    .default("Steward, 1 Example Street, 10115 Berlin, Germany"),
  /** `v1,whsec_…`: signs what Supabase Auth posts to /api/hooks/auth-email. */
  AUTH_HOOK_SECRET: optional(z.string()),
  SENTRY_DSN: optional(url),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(url),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** Comma-separated host:port pairs the SSRF guard lets through. */
  STEWARD_OUTBOUND_ALLOW: z.string().default(""),
  /** Number of trusted reverse proxies in front of the app; 0 takes the socket's address. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
});

export type Env = z.infer<typeof EnvSchema>;

let parsed: Env | undefined;

/** The parsed environment; read on first use so that a build needs no secrets. Throws one readable sentence per bad key. */
export const env = (): Env => {
  if (parsed) return parsed;
  const result = EnvSchema.safeParse(process.env);
  if (!result.success)
    throw new Error(`The environment is not complete:\n${z.prettifyError(result.error)}`);
  parsed = result.data;
  return parsed;
};

/** Forgets the parsed environment; tests change variables between files. */
export const resetEnv = () => {
  parsed = undefined;
};

/** Whether this is `next dev`: hot reload needs what a strict page policy forbids. */
export const isDevelopment = (): boolean => process.env.NODE_ENV === "development";
