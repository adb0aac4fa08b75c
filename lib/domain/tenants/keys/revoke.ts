import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Ends a key with the next request that shows it. Doing it again changes nothing. */
export const revokeApiKey = (caller: Caller, id: string): Promise<void> =>
  asTenant(caller, async (tx) => {
    const key = await tx
      .selectFrom("apiKeys")
      .select(["name", "revokedAt"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!key) throw new AppError("not_found", "There is no such key.");
    if (key.revokedAt) return;
    await tx.updateTable("apiKeys").set({ revokedAt: sql`now()` }).where("id", "=", id).execute();
    await audit(tx, "api_key.revoke", { kind: "api_key", id }, { before: { name: key.name } });
  });
