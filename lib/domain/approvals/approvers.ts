import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { Role } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { linkToken, tokenHash } from "@/lib/domain/approvals/link";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

const ROLES: readonly string[] = ["viewer", "member", "admin", "owner"] satisfies Role[];

/** As many people are mailed; who else has the role decides in the dashboard. */
const MAILED_MAX = 50;

const Address = z.email().max(320).toLowerCase();

export type Asked = { minRole: Role | null; addresses: string[] };

/** Roles and addresses of a list such as ["admin", "cfo@example.com"]: a role means that role and those above it. */
export const readApprovers = (approvers: readonly string[]): Asked => {
  const given = approvers.map((one) => one.trim());
  const roles = given.filter((one) => ROLES.includes(one));
  const addresses = given
    .filter((one) => !ROLES.includes(one))
    .map((one) => {
      const address = Address.safeParse(one);
      if (address.success) return address.data;
      const message = `"${one.slice(0, 80)}" is neither a role nor an e-mail address.`;
      throw new AppError("invalid_input", message, {
        issues: [{ path: "approvers", code: "invalid_approver", message }],
      });
    });
  const lowest = ROLES.find((role) => roles.includes(role));
  return { minRole: (lowest as Role | undefined) ?? null, addresses: [...new Set(addresses)] };
};

/** A mail to write: `url` carries the secret and goes into the mail and nowhere else. */
export type Letter = { approverId: string; to: string; url: string };

/** Adds people to who is asked, each once; the letters to those who are new. */
export const addApprovers = async (
  tx: Tx,
  { tenantId, approvalId }: { tenantId: string; approvalId: string },
  { minRole, addresses }: Asked,
  escalated: boolean,
): Promise<Letter[]> => {
  const { rows: people } = await sql<{ email: string; byRole: boolean }>`
    select email, false as by_role from unnest(${addresses}::text[]) as email
    union all
    (select lower(p.email), true from public.memberships m join public.profiles p on p.user_id = m.user_id
     where m.role >= ${minRole}::public.tenant_role and lower(p.email) <> all (${addresses}::text[])
     order by m.role desc, m.created_at limit ${MAILED_MAX})`.execute(tx);
  const approvers = people.map(({ email, byRole }) => {
    const id = randomUUID();
    const token = linkToken({ tenantId, approvalId, approverId: id });
    return { id, email, byRole, token, hash: tokenHash(token).toString("hex") };
  });
  const stored = approvers.map(({ token: _, ...approver }) => approver);
  const { rows: added } = await sql<{ id: string }>`
    insert into public.approvers (id, approval_id, email, by_role, escalated, token_hash)
    select a.id, ${approvalId}, a.email, a."byRole", ${escalated}, decode(a.hash, 'hex')
    from jsonb_to_recordset(${json(stored)}) as a (id uuid, email text, "byRole" boolean, hash text)
    on conflict (tenant_id, approval_id, email) do nothing returning id`.execute(tx);
  const isNew = new Set(added.map(({ id }) => id));
  return approvers
    .filter(({ id }) => isNew.has(id))
    .map(({ id, email, token }) => ({
      approverId: id,
      to: email,
      url: `${env().APP_URL}/approve?token=${token}`,
    }));
};
