import { sql } from "kysely";
import type { Role } from "@/lib/core/caller";
import { asSystem } from "@/lib/infra/db/as-system";

/** A tenant a person may act in, and as what. */
export type TenantChoice = { tenantId: string; role: Role };

/**
 * The tenant a person acts in, with the role it has there now: the one `wanted` names by id or slug, else the one used
 * last, else the oldest membership. Admins of a parent tenant are admins of its children, if they name them.
 * Undefined when there is none, which is also the answer for somebody else's tenant.
 */
export const chooseTenant = async (
  userId: string,
  wanted?: string,
): Promise<TenantChoice | undefined> => {
  const { rows } = await sql<TenantChoice>`
    select t.id as tenant_id, case when m.tenant_id = t.id then m.role else 'admin' end as role
    from public.memberships m
    join public.profiles p on p.user_id = m.user_id
    join public.tenants t on t.deleted_at is null
      and (t.id = m.tenant_id or (t.parent_id = m.tenant_id and m.role in ('admin', 'owner') and ${wanted ?? null}::text is not null))
    where m.user_id = ${userId}::uuid
      and (${wanted ?? null}::text is null or t.id::text = lower(${wanted ?? null}::text) or t.slug = ${wanted ?? null}::text)
    order by (t.id = p.last_tenant_id) desc nulls last, m.role desc, m.created_at, t.id
    limit 1`.execute(asSystem("the tenant is chosen before there is a caller"));
  return rows[0];
};
