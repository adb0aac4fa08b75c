import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { maskAddress } from "@/lib/core/mask-address";
import { auditEach } from "@/lib/domain/audit/record";
import type { ManyDone } from "@/lib/domain/bulk-actions/schema";
import type {
  ContactsToSuppress,
  NewSuppression,
  Suppression,
} from "@/lib/domain/suppressions/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type New = Omit<Suppression, "createdAt"> & { by: string };

/** How little an address may be written to; news never make it more. */
const RANK = sql`array_position(array['unsubscribed', 'bounced', 'by hand', 'complained', 'forgotten'], `;

/**
 * Suppresses addresses in the caller's transaction and takes their contacts out of all sequences; each address once. A graver
 * reason replaces a lighter one, a lasting one a pause; otherwise what is there stays. The addresses for which something
 * changed, in two statements whatever their number.
 */
const suppressEach = async (tx: Tx, given: readonly New[]): Promise<string[]> => {
  const wanted = given.map(({ detail, ...row }) => ({ ...row, detail: detail.slice(0, 500) }));
  const { rows } = await sql<{ email: string }>`
    insert into public.suppressions as s (email, reason, detail, until, created_by)
    select email, reason, detail, until, by from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb)
      as g (email text, reason text, detail text, until timestamptz, by text) order by email
    on conflict (tenant_id, email) do update set reason = excluded.reason, detail = excluded.detail, until = excluded.until,
      created_by = excluded.created_by, created_at = now()
    where ${RANK} excluded.reason) > ${RANK} s.reason) or (s.until is not null and (excluded.until is null or excluded.until > s.until + interval '1 day'))
    returning email`.execute(tx);
  const changed = rows.map(({ email }) => email);
  if (changed.length > 0)
    await sql`select app.leave_sequences(id) from public.contacts where email = any(${changed}::text[]) order by id`.execute(
      tx,
    );
  return changed;
};

/** The same for one address. Whether something changed. */
export const suppress = async (tx: Tx, given: New): Promise<boolean> =>
  (await suppressEach(tx, [given])).length > 0;

const byOf = (caller: Caller): string => {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "key" ? caller.keyId : caller.worker;
};

const suppressByHand = async (
  tx: Tx,
  caller: Caller,
  emails: readonly string[],
  detail: string,
) => {
  const by = byOf(caller);
  const given = emails.map((email) => ({
    email,
    reason: "by hand" as const,
    detail,
    until: null,
    by,
  }));
  const changed = await suppressEach(tx, given);
  const entries = changed.map((email) => ({
    target: { kind: "suppression", id: maskAddress(email) },
    after: { detail },
  }));
  await auditEach(tx, "suppression.add", entries);
  return changed;
};

/** Puts an address on the caller's tenant's list by hand, whether or not it is a contact; again changes nothing. */
export const addSuppression = (caller: Caller, { email, detail }: NewSuppression): Promise<void> =>
  asTenant(caller, async (tx) => {
    await suppressByHand(tx, caller, [email], detail);
  });

/** The same for the addresses of some contacts; those it would not change, and unknown ones, are left. */
export const suppressContacts = (
  caller: Caller,
  { ids, detail }: ContactsToSuppress,
): Promise<ManyDone> =>
  asTenant(caller, async (tx) => {
    const wanted = [...new Set(ids)];
    const found = await tx
      .selectFrom("contacts")
      .select(["id", "email"])
      .where("id", "in", wanted)
      .execute();
    const emails = new Map(found.map(({ id, email }) => [id, email]));
    const suppressed = new Set(await suppressByHand(tx, caller, [...emails.values()], detail));
    const isChanged = (id: string) => suppressed.has(emails.get(id) ?? "");
    const left = wanted
      .filter((id) => !isChanged(id))
      .map((id) =>
        emails.has(id)
          ? { id, code: "suppressed", message: "Nothing is sent to this address already." }
          : { id, code: "not_found", message: "There is no such contact." },
      );
    return { changed: wanted.filter(isChanged), left };
  });
