import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomToken } from "../core/ids.ts";

const create = () => ({
  publishableKey: `sb_publishable_${randomToken()}`,
  secretKey: `sb_secret_${randomToken()}`,
  jwtSecret: randomBytes(32).toString("hex"),
  signingJwk: {
    ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    kid: randomToken(8),
    alg: "ES256",
  },
  stewardSecret: randomBytes(32).toString("base64"),
  cronSecret: randomToken(),
  engineSigningKey: `signkey-prod-${randomBytes(32).toString("hex")}`,
  engineEventKey: randomToken(),
  engineToken: randomToken(),
  resendApiKey: `re_${randomToken()}`,
  resendWebhookSecret: `whsec_${randomBytes(24).toString("base64")}`,
  authHookSecret: `v1,whsec_${randomBytes(24).toString("base64")}`,
  demoPassword: randomToken(10),
});

export type Secrets = ReturnType<typeof create>;

/** The stack's own keys: made on the first start, kept in a file only its owner reads. */
export const loadSecrets = (dataDir: string): Secrets => {
  const file = join(dataDir, "secrets.json");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  const secrets = create();
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
};
