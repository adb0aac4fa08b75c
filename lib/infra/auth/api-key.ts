import { createHash } from "node:crypto";
import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";

export const API_KEY_PREFIX = "stw_";

/** A living key: the tenant it is bound to and what it may do. */
export type ApiKey = { keyId: string; tenantId: string; tenantSlug: string; scopes: string[] };

/** What is kept of a key: SHA-256 is enough, since the key is 256 random bits. */
export const hashApiKey = (key: string): Buffer => createHash("sha256").update(key).digest();

/**
 * The key's row if it is neither revoked nor expired and its tenant exists, else undefined. Notes the use at most once
 * a minute, in the same statement.
 */
export const findApiKey = async (key: string): Promise<ApiKey | undefined> => {
  const { rows } = await sql<ApiKey>`
    with k as (
      select k.tenant_id, k.id, k.scopes, k.last_used_at, t.slug
      from public.api_keys k join public.tenants t on t.id = k.tenant_id and t.deleted_at is null
      where k.hash = ${hashApiKey(key)} and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    ), used as (
      update public.api_keys a set last_used_at = now() from k
      where a.tenant_id = k.tenant_id and a.id = k.id
        and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute')
    )
    select id as key_id, tenant_id, slug as tenant_slug, scopes from k`.execute(
    asSystem("a key names its tenant, so the tenant is not known before"),
  );
  return rows[0];
};
