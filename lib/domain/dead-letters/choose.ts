import { sql } from "kysely";
import { BULK_MAX } from "@/lib/domain/bulk-actions/schema";
import type { LetterChoice, LetterState } from "@/lib/domain/dead-letters/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

const letters = (tx: Tx, { ids, filter }: LetterChoice, state: LetterState) => {
  let select = tx.selectFrom("deadLetters").where("state", "=", state);
  if (ids) select = select.where(sql<boolean>`id = any(${ids}::uuid[])`);
  if (filter?.group) select = select.where("fingerprint", "=", filter.group);
  if (filter?.workflowId) select = select.where("workflowId", "=", filter.workflowId);
  if (filter?.code) select = select.where("code", "=", filter.code);
  return select;
};

/** How many letters in this state are meant; counts to one more than a bulk action may mean. */
export const countLetters = async (
  tx: Tx,
  choice: LetterChoice,
  state: LetterState,
): Promise<number> => {
  const { n } = await tx
    .selectFrom(
      letters(tx, choice, state)
        .select("id")
        .limit(BULK_MAX + 1)
        .as("meant"),
    )
    .select(sql<number>`count(*)::int`.as("n"))
    .executeTakeFirstOrThrow();
  return n;
};

/**
 * The next letters in this state after `reached` that came before the command, oldest first, locked until the commit.
 * `last` is the last id that was looked at: letters that moved on while they were being locked are passed over.
 */
export const nextLetters = async (
  tx: Tx,
  choice: LetterChoice,
  state: LetterState,
  { reached, before, limit }: { reached: string | null; before: string; limit: number },
): Promise<{ last: string | null; letters: { id: string; runId: string }[] }> => {
  let select = letters(tx, choice, state).select("id").where("id", "<", before);
  if (reached !== null) select = select.where("id", ">", reached);
  const ids = (await select.orderBy("id").limit(limit).execute()).map(({ id }) => id);
  const locked = await letters(tx, { ids }, state)
    .select(["id", "runId"])
    .orderBy("id")
    .forUpdate()
    .execute();
  return { last: ids.at(-1) ?? null, letters: locked };
};
