import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { secretBinding } from "@/lib/domain/inbound/find-hook";
import { hookInside } from "@/lib/domain/inbound/read-hooks";
import type { Hook, NewSecret, ShownSecret } from "@/lib/domain/inbound/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { seal } from "@/lib/infra/vault/seal";

const makeSecret = (scheme: Hook["scheme"]): string =>
  scheme === "standard"
    ? `whsec_${randomBytes(32).toString("base64")}`
    : `${scheme === "stripe" ? "whsec_" : ""}${randomBytes(32).toString("hex")}`;

/** Standard Webhooks signs with the bytes inside the base64; anything else would verify under an empty or cut key. */
const checkSecret = (scheme: Hook["scheme"], secret: string) => {
  if (scheme !== "standard") return;
  const text = secret.replace(/^(v1,)?whsec_/, "");
  const bytes = Buffer.from(text, "base64");
  if (bytes.length >= 16 && bytes.length <= 96 && bytes.toString("base64") === text) return;
  const message = "A Standard Webhooks secret is whsec_ and 16 to 96 bytes in base64.";
  throw new AppError("invalid_input", message, {
    issues: [{ path: "secret", code: "invalid_format", message }],
  });
};

/** Lets the valid secrets end with the overlap. Throws conflict when two are valid already and would be after this. */
const retire = async (tx: Tx, hookId: string, overlapHours: number) => {
  await sql`select from public.hooks where id = ${hookId}::uuid for update`.execute(tx);
  const { rows } = await sql<{ n: string }>`
    with ended as (delete from public.hook_secrets where hook_id = ${hookId}::uuid and expires_at <= now())
    select count(*) as n from public.hook_secrets
    where hook_id = ${hookId}::uuid and (expires_at is null or expires_at > now())`.execute(tx);
  if (Number(rows[0]?.n) > 1 && overlapHours > 0)
    throw new AppError(
      "conflict",
      "Two secrets are valid already; remove one, or set overlapHours to 0 to end both.",
    );
  await sql`update public.hook_secrets set expires_at = now() + make_interval(secs => ${overlapHours * 3600}::float8)
    where hook_id = ${hookId}::uuid and (expires_at is null or expires_at > now())`.execute(tx);
};

/**
 * Sets or makes a hook's signing secret and answers it, this once. The secret before stays valid for `overlapHours`, so a
 * sender can be moved over without a refused delivery. Throws not_found, invalid_input and conflict.
 */
export const addSecret = (
  caller: Caller,
  hookId: string,
  { secret: given, overlapHours }: NewSecret,
): Promise<ShownSecret> =>
  asTenant(caller, async (tx) => {
    const { scheme } = await hookInside(tx, hookId);
    const secret = given ?? makeSecret(scheme);
    checkSecret(scheme, secret);
    await retire(tx, hookId, overlapHours);
    const id = randomUUID();
    const hint = secret.slice(-4);
    const cipher = seal(secret, secretBinding(caller.tenantId, hookId, id));
    const { createdAt } = await tx
      .insertInto("hookSecrets")
      .values({ id, hookId, cipher, hint })
      .returning("createdAt")
      .executeTakeFirstOrThrow();
    await audit(
      tx,
      "hook_secret.create",
      { kind: "hook", id: hookId },
      { after: { secretId: id, hint, overlapHours } },
    );
    return { id, hint, createdAt: createdAt.toISOString(), expiresAt: null, secret };
  });

/**
 * A signing secret that ends after a minute, for a sample sent to a hook whose sender has none yet. It is answered
 * nowhere.
 */
export const lendSecret = (caller: Caller, hookId: string): Promise<string> =>
  asTenant(caller, async (tx) => {
    const { scheme } = await hookInside(tx, hookId);
    const secret = makeSecret(scheme);
    const id = randomUUID();
    const cipher = seal(secret, secretBinding(caller.tenantId, hookId, id));
    const expiresAt = sql<Date>`now() + interval '1 minute'`;
    await tx
      .insertInto("hookSecrets")
      .values({ id, hookId, cipher, hint: secret.slice(-4), expiresAt })
      .execute();
    const after = { secretId: id, forSample: true };
    await audit(tx, "hook_secret.create", { kind: "hook", id: hookId }, { after });
    return secret;
  });

/** Ends a signing secret within a second. Throws not_found. */
export const removeSecret = (caller: Caller, hookId: string, secretId: string): Promise<void> =>
  asTenant(caller, async (tx) => {
    await hookInside(tx, hookId);
    const removed = await tx
      .deleteFrom("hookSecrets")
      .where("hookId", "=", hookId)
      .where("id", "=", secretId)
      .returning("hint")
      .executeTakeFirst();
    if (!removed) throw new AppError("not_found", "There is no such secret.");
    await audit(
      tx,
      "hook_secret.delete",
      { kind: "hook", id: hookId },
      { before: { secretId, hint: removed.hint } },
    );
  });
