import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import type { MyTenant } from "@/lib/domain/tenants/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Every tenant the person may enter, by name: as a member, or as an admin of its parent. */
export const listTenants = (person: Caller): Promise<MyTenant[]> =>
  asTenant(person, async (tx) => {
    const { rows } = await sql<MyTenant>`select * from app.my_tenants()`.execute(tx);
    return rows;
  });
