import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { maskAddress } from "@/lib/core/mask-address";
import { audit } from "@/lib/domain/audit/record";
import type { NewSuppression, Suppression } from "@/lib/domain/suppressions/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type New = Omit<Suppression, "createdAt"> & { by: string };

/** How little an address may be written to; news never make it more. */
const RANK = sql`array_position(array['unsubscribed', 'bounced', 'by hand', 'complained', 'forgotten'], `;

/**
 * Suppresses an address in the caller's transaction and takes its contact out of all sequences. A graver reason replaces a
 * lighter one, a lasting one a pause; otherwise what is there stays. Whether something changed.
 */
export const suppress = async (
  tx: Tx,
  { email, reason, detail, until, by }: New,
): Promise<boolean> => {
  const { rows } = await sql<{ email: string }>`
    insert into public.suppressions as s (email, reason, detail, until, created_by)
    values (${email}, ${reason}, ${detail.slice(0, 500)}, ${until}::timestamptz, ${by})
    on conflict (tenant_id, email) do update set reason = excluded.reason, detail = excluded.detail, until = excluded.until,
      created_by = excluded.created_by, created_at = now()
    where ${RANK} excluded.reason) > ${RANK} s.reason) or (s.until is not null and (excluded.until is null or excluded.until > s.until + interval '1 day'))
    returning email`.execute(tx);
  if (rows.length === 0) return false;
  await sql`select app.leave_sequences(id) from public.contacts where email = ${email}`.execute(tx);
  return true;
};

const byOf = (caller: Caller): string => {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "key" ? caller.keyId : caller.worker;
};

/** Puts an address on the caller's tenant's list by hand, whether or not it is a contact; again changes nothing. */
export const addSuppression = (caller: Caller, { email, detail }: NewSuppression): Promise<void> =>
  asTenant(caller, async (tx) => {
    const by = byOf(caller);
    const isNew = await suppress(tx, { email, reason: "by hand", detail, until: null, by });
    if (isNew)
      await audit(
        tx,
        "suppression.add",
        { kind: "suppression", id: maskAddress(email) },
        { after: { detail } },
      );
  });
