import { z } from "zod";

const SigningJwk = z.looseObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string().min(1),
});

/** What the gateway's process is told in STEWARD_PART. */
export const ConfigSchema = z.object({
  port: z.int().min(0).max(65_535),
  host: z.string().default("127.0.0.1"),
  /** Role `lite_app` on the app's database. */
  liteUrl: z.string().startsWith("postgres"),
  /** Role `supabase_admin`, any database of the same server. */
  adminUrl: z.string().startsWith("postgres"),
  jwtSecret: z.string().min(32),
  signingJwk: SigningJwk,
  publishableKey: z.string().min(16),
  secretKey: z.string().min(16),
  /** The app's origin: auth mails go to its hook, and links may lead nowhere else. */
  siteUrl: z.url(),
  /** Further variables of the edge functions. */
  functionEnv: z.record(z.string(), z.string()).default({}),
  hookSecret: z.string().regex(/^(v1,)?whsec_[A-Za-z0-9+/]+=*$/, "must be v1,whsec_ and base64"),
  /** Where `supabase/functions` lies; the project by default. */
  projectRoot: z.string().optional(),
});

export type Config = z.infer<typeof ConfigSchema>;
