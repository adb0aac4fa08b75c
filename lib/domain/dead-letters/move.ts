import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Moves letters that were locked in one state into another; how many. */
export const moveLetters = async (
  tx: Tx,
  ids: readonly string[],
  from: "open" | "discarded",
  to: "open" | "discarded",
): Promise<number> => {
  const { rows } = await sql`
    update public.dead_letters set state = ${to}, changed_at = now()
    where id = any(${[...ids]}::uuid[]) and state = ${from} returning 1`.execute(tx);
  return rows.length;
};
