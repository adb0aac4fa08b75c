import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Target = { kind: string; id: string };
type Change = { before?: object | undefined; after?: object | undefined };

const text = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));

/**
 * Appends one entry to the tenant's audit chain, in the transaction of the change. `action` is `noun.verb`; the actor,
 * address and request come from the transaction's claims. Give `before` and `after` without secrets, as small as
 * `changed` makes them.
 */
export const audit = async (
  tx: Tx,
  action: `${string}.${string}`,
  target: Target,
  { before, after }: Change = {},
): Promise<void> => {
  await sql`select app.audit(${action}, ${target.kind}, ${target.id},
    ${text(before)}::text::jsonb, ${text(after)}::text::jsonb)`.execute(tx);
};

/** Appends an entry for each thing that one command changed, in their order and in one statement. */
export const auditEach = async (
  tx: Tx,
  action: `${string}.${string}`,
  entries: readonly (Change & { target: Target })[],
): Promise<void> => {
  if (entries.length === 0) return;
  const rows = entries.map(({ target, ...change }, n) => ({ n, ...target, ...change }));
  await sql`select app.audit(${action}, e.kind, e.id, e.before, e.after) from (
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (n int, kind text, id text, before jsonb, after jsonb)
    order by r.n) as e`.execute(tx);
};
