import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { randomToken } from "@/lib/core/ids";
import { audit } from "@/lib/domain/audit/record";
import { COLUMNS, type KeyRow, toApiKey } from "@/lib/domain/tenants/keys/read";
import type { IssuedKey, NewApiKey } from "@/lib/domain/tenants/keys/schema";
import { may } from "@/lib/domain/tenants/permissions";
import { API_KEY_PREFIX, hashApiKey } from "@/lib/infra/auth/api-key";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const PREFIX_CHARACTERS = 12;

const insert = async (tx: Tx, caller: Caller, key: string, input: NewApiKey) => {
  const createdBy = caller.kind === "user" ? caller.userId : null;
  const { rows } = await sql<KeyRow>`
    insert into api_keys as k (name, prefix, hash, scopes, created_by, expires_at)
    values (${input.name}, ${key.slice(0, PREFIX_CHARACTERS)}, ${hashApiKey(key)}, ${input.scopes as string[]}, ${createdBy},
      ${input.expiresAt ?? null})
    returning ${COLUMNS}`.execute(tx);
  const row = rows[0];
  if (!row) throw new AppError("internal", "The key was not stored.");
  return toApiKey(row);
};

/**
 * Makes an API key of the caller's tenant: `stw_` and 256 random bits, in this answer and nowhere else. Its scopes are
 * among what its maker may do.
 */
export const issueApiKey = (caller: Caller, input: NewApiKey): Promise<IssuedKey> =>
  asTenant(caller, async (tx) => {
    const beyond = input.scopes.filter((scope) => !may(caller, scope));
    if (beyond.length > 0)
      throw new AppError("forbidden", `You cannot give what you may not do: ${beyond.join(", ")}.`);
    const key = `${API_KEY_PREFIX}${randomToken(32)}`;
    const issued = await insert(tx, caller, key, input);
    const { id, name, scopes, expiresAt } = issued;
    await audit(
      tx,
      "api_key.create",
      { kind: "api_key", id },
      { after: { name, scopes, expiresAt } },
    );
    return { ...issued, key };
  });
