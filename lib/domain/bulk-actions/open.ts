import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { BULK_COLUMNS, toBulkAction } from "@/lib/domain/bulk-actions/read";
import { BULK_MAX, type BulkAsked, type BulkKind } from "@/lib/domain/bulk-actions/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";
import type { JsonObject } from "@/lib/infra/db/types";
import { bulkActionRequested } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

type Wish = {
  tenantId: string;
  kind: BulkKind;
  /** What is meant: `{ ids }` or `{ filter }`, in the words of the room that will do it. */
  selection: { ids?: string[] | undefined; filter?: object | undefined };
  /** How it is done; goes to the durable function as it is. */
  options?: object;
  /** What the audit log shows of the options. */
  shown?: object;
  dryRun: boolean;
  count: number;
};

/** `dead-letters.redrive` is audited as `dead_letter.redrive`. */
const actionOf = (kind: BulkKind): `${string}.${string}` => {
  const [things = "", verb = ""] = kind.split(".");
  return `${things.replaceAll("-", "_").replace(/s$/, "")}.${verb}`;
};

/**
 * Writes the command down with its audit entry and the event that lets a durable function do it; nothing for a preview
 * and for no things. Throws invalid_input when it means more than BULK_MAX things.
 */
export const openBulkAction = async (tx: Tx, wish: Wish): Promise<BulkAsked> => {
  const { tenantId, kind, selection, options = {}, shown = {}, dryRun, count } = wish;
  if (count > BULK_MAX)
    throw new AppError(
      "invalid_input",
      `That is more than ${BULK_MAX} at once; narrow the filter.`,
      {
        issues: [{ path: "filter", code: "too_many", message: `At most ${BULK_MAX} at once.` }],
      },
    );
  if (dryRun || count === 0) return { count, action: null };
  const row = await tx
    .insertInto("bulkActions")
    .values({
      kind,
      selection: json(selection as JsonObject),
      options: json(options as JsonObject),
      total: count,
    })
    .returning(BULK_COLUMNS)
    .executeTakeFirstOrThrow();
  const { ids, filter } = selection;
  const after = { count, ...(filter ? { filter } : { ids: ids?.slice(0, 20) }), ...shown };
  await audit(tx, actionOf(kind), { kind: "bulk_action", id: row.id }, { after });
  await emit(tx, bulkActionRequested.create({ tenantId, actionId: row.id }));
  return { count, action: toBulkAction(row) };
};
