import type { Selectable } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { hintOf } from "@/lib/domain/dead-letters/hint";
import type { Letter, LetterPage, LetterQuery } from "@/lib/domain/dead-letters/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { DeadLetters } from "@/lib/infra/db/types";

export const LETTER_COLUMNS = [
  "id",
  "runId",
  "workflowId",
  "workflowName",
  "version",
  "triggerKind",
  "stepId",
  "code",
  "message",
  "fingerprint",
  "state",
  "redrivenRunId",
  "failedAt",
  "changedAt",
] as const;

type Row = Pick<Selectable<DeadLetters>, (typeof LETTER_COLUMNS)[number]>;

/** A letter's row as the API shows it. */
export const toLetter = ({ fingerprint, ...row }: Row): Letter => ({
  ...row,
  group: fingerprint,
  hint: hintOf(row.code),
  // The column's check constraint holds it to the same words.
  state: row.state as Letter["state"],
  failedAt: row.failedAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
});

/** Dead letters of the tenant, newest first unless the query says otherwise. */
export const listLetters = (
  caller: Caller,
  query: LetterQuery,
): Promise<z.infer<typeof LetterPage>> =>
  asTenant(caller, async (tx) => {
    const [reached] = decodeCursor(query.cursor, 1) ?? [];
    let select = tx.selectFrom("deadLetters").select(LETTER_COLUMNS);
    const isOldest = query.order === "oldest";
    if (reached) select = select.where("id", isOldest ? ">" : "<", reached);
    if (query.workflowId) select = select.where("workflowId", "=", query.workflowId);
    if (query.code) select = select.where("code", "=", query.code);
    if (query.group) select = select.where("fingerprint", "=", query.group);
    if (query.state?.length) select = select.where("state", "in", query.state);
    if (query.from) select = select.where("failedAt", ">=", new Date(query.from));
    if (query.to) select = select.where("failedAt", "<", new Date(query.to));
    const rows = await select
      .orderBy("id", isOldest ? "asc" : "desc")
      .limit(query.limit + 1)
      .execute();
    return toPage(rows.map(toLetter), query.limit, ({ id }) => [id]);
  });
