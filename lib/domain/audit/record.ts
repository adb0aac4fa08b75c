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
