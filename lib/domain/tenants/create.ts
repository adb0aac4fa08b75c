import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { listTenants } from "@/lib/domain/tenants/list";
import { personOf, type Session } from "@/lib/domain/tenants/person";
import type { MyTenant, NewTenant } from "@/lib/domain/tenants/schema";
import { slugTaken } from "@/lib/domain/tenants/slug-taken";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** A new tenant with the person as its owner, chosen for the next visit. The database writes its audit entry. */
export const createTenant = (session: Session, input: NewTenant): Promise<MyTenant> => {
  const person = personOf(session);
  return asTenant(person, async (tx) => {
    const { name, slug, timeZone, currency } = input;
    const { rows } = await sql<{ id: string }>`
      select app.create_tenant(${name}, ${slug ?? null}, ${timeZone}, ${currency}) as id`
      .execute(tx)
      .catch(slugTaken);
    const tenant = (await listTenants(person)).find(({ id }) => id === rows[0]?.id);
    if (!tenant) throw new AppError("internal", "The new tenant cannot be read.");
    return tenant;
  });
};
