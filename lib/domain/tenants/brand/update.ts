import type { Caller } from "@/lib/core/caller";
import { changed } from "@/lib/domain/audit/changed";
import { audit } from "@/lib/domain/audit/record";
import { readBrand } from "@/lib/domain/tenants/brand/get";
import type { Brand, NewBrand } from "@/lib/domain/tenants/brand/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

/** Sets how the caller's tenant presents itself in mails; those that are queued already stay as they were made. */
export const updateBrand = (caller: Caller, brand: NewBrand): Promise<Brand> =>
  asTenant(caller, async (tx) => {
    const id = caller.tenantId;
    const change = changed(await readBrand(tx, id, true), brand);
    if (Object.keys(change.after).length === 0) return brand;
    await tx
      .updateTable("tenants")
      .set({ brand: json(brand) })
      .where("id", "=", id)
      .execute();
    await audit(tx, "brand.update", { kind: "tenant", id }, change);
    return brand;
  });
