import { AppError } from "@/lib/core/errors";
import { listTenants } from "@/lib/domain/tenants/list";
import { personOf, type Session } from "@/lib/domain/tenants/person";
import type { MyTenant } from "@/lib/domain/tenants/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Remembers the tenant that requests without `X-Tenant` mean from now on. Not audited: it changes nothing of a tenant. */
export const selectTenant = (session: Session, id: string): Promise<MyTenant> => {
  const person = personOf(session);
  return asTenant(person, async (tx) => {
    const tenant = (await listTenants(person)).find((mine) => mine.id === id);
    if (!tenant) throw new AppError("not_found", "There is no such tenant.");
    await tx
      .updateTable("profiles")
      .set({ lastTenantId: id })
      .where("userId", "=", session.user.id)
      .execute();
    return tenant;
  });
};
