import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { changed } from "@/lib/domain/audit/changed";
import { audit } from "@/lib/domain/audit/record";
import { readTenant } from "@/lib/domain/tenants/get";
import type { Tenant, TenantPatch } from "@/lib/domain/tenants/schema";
import { slugTaken } from "@/lib/domain/tenants/slug-taken";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Changes name, slug, time zone, currency or industry of the caller's tenant; returns it. Without a difference nothing is written. */
export const updateTenant = (caller: Caller, id: string, patch: TenantPatch): Promise<Tenant> =>
  asTenant(caller, async (tx) => {
    const old = await readTenant(tx, id, true);
    const change = changed(old, patch as Partial<Tenant>);
    if (Object.keys(change.after).length === 0) return old;
    await tx
      .updateTable("tenants")
      .set({ ...patch, updatedAt: sql`now()` })
      .where("id", "=", id)
      .execute()
      .catch(slugTaken);
    await audit(tx, "tenant.update", { kind: "tenant", id }, change);
    return readTenant(tx, id);
  });
