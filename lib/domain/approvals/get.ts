import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { type ItemRow, itemColumns, toItem } from "@/lib/domain/approvals/read";
import type { ApprovalDetail } from "@/lib/domain/approvals/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Row = ItemRow & {
  message: string;
  fields: ApprovalDetail["fields"];
  escalateAt: Date | null;
  escalatedAt: Date | null;
};

const askedOf = async (tx: Tx, id: string): Promise<ApprovalDetail["asked"]> => {
  const people = await tx
    .selectFrom("approvers")
    .select(["email", "byRole", "escalated", "askedAt"])
    .where("approvalId", "=", id)
    .orderBy("askedAt")
    .orderBy("email")
    .execute();
  return people.map(({ askedAt, ...person }) => ({ ...person, at: askedAt.toISOString() }));
};

/** An approval with all that is asked and who was asked. Throws not_found. */
export const getApproval = (caller: Caller, id: string): Promise<ApprovalDetail> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`
      select ${itemColumns(caller)}, a.message, a.fields, a.escalate_at, a.escalated_at
      from public.approvals a where a.id = ${id}`.execute(tx);
    const [row] = rows;
    if (!row) throw new AppError("not_found", "There is no such approval.");
    const { message, fields, escalateAt, escalatedAt, ...item } = row;
    return {
      ...toItem(item),
      message,
      fields,
      asked: await askedOf(tx, id),
      escalateAt: escalateAt?.toISOString() ?? null,
      escalatedAt: escalatedAt?.toISOString() ?? null,
    };
  });
