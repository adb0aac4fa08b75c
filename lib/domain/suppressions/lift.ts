import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { maskAddress } from "@/lib/core/mask-address";
import { audit } from "@/lib/domain/audit/record";
import type { Lifting } from "@/lib/domain/suppressions/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Takes an address off the caller's tenant's list; the reason goes into the audit log. What the person chose by kind of mail
 * stays as it was chosen. Throws not_found, and conflict for an address that does not exist: nobody here can write to it.
 */
export const liftSuppression = (caller: Caller, { email, why }: Lifting): Promise<void> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<{ reason: string; until: Date | null }>`
      select reason, until from public.suppressions where email = ${email} for update`.execute(tx);
    const [row] = rows;
    if (!row) throw new AppError("not_found", "This address is not suppressed.");
    if (row.reason === "bounced" && row.until === null)
      throw new AppError(
        "conflict",
        "Mail to this address came back for good: it does not exist. Add the person's right address instead.",
      );
    await sql`delete from public.suppressions where email = ${email}`.execute(tx);
    await audit(
      tx,
      "suppression.lift",
      { kind: "suppression", id: maskAddress(email) },
      { before: { reason: row.reason }, after: { why } },
    );
  });
