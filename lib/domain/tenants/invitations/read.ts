import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { Invitation } from "@/lib/domain/tenants/invitations/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Row = Omit<Invitation, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date };

/** What a query over `invitations as i` selects; milliseconds, so that a cursor made of it is exact. */
export const COLUMNS = sql<Row>`i.id, i.email, i.role, i.invited_by, i.expires_at,
  date_trunc('milliseconds', i.created_at) as created_at,
  case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
    when i.expires_at <= now() then 'expired' else 'open' end as status`;

export const toInvitation = ({ createdAt, expiresAt, ...row }: Row): Invitation =>
  Invitation.parse({
    ...row,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  });

/** One invitation of the transaction's tenant, locked against change. */
export const readInvitation = async (tx: Tx, id: string): Promise<Invitation> => {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from invitations i where i.id = ${id} for update`.execute(tx);
  if (!rows[0]) throw new AppError("not_found", "There is no such invitation.");
  return toInvitation(rows[0]);
};
