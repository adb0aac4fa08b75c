import { sql } from "kysely";
import type { ApiKey } from "@/lib/domain/tenants/keys/schema";

type Instants = {
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};
export type KeyRow = Omit<ApiKey, keyof Instants> & Instants;

/** What a query over `api_keys as k` selects; milliseconds, so that a cursor made of it is exact. */
export const COLUMNS = sql<KeyRow>`k.id, k.name, k.prefix, k.scopes, k.created_by, k.expires_at, k.last_used_at,
  k.revoked_at, date_trunc('milliseconds', k.created_at) as created_at`;

const iso = (at: Date | null) => at?.toISOString() ?? null;

export const toApiKey = (row: KeyRow): ApiKey => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: iso(row.expiresAt),
  lastUsedAt: iso(row.lastUsedAt),
  revokedAt: iso(row.revokedAt),
});
