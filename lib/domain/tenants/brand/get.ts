import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { Brand } from "@/lib/domain/tenants/brand/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** What is set where nothing was chosen; the colour is that of the product. */
const NOTHING: Brand = {
  name: "",
  logo: "",
  accent: "#0b6470",
  address: "",
  replyTo: "",
  locale: "en",
};

/** The brand of a tenant the caller may see, locked against change when `lock` is set. */
export const readBrand = async (tx: Tx, tenantId: string, lock = false): Promise<Brand> => {
  const row = await tx
    .selectFrom("tenants")
    .select("brand")
    .where("id", "=", tenantId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "There is no such tenant.");
  return Brand.parse({ ...NOTHING, ...(row.brand as object) });
};

/** How the caller's tenant presents itself in mails. */
export const getBrand = (caller: Caller): Promise<Brand> =>
  asTenant(caller, (tx) => readBrand(tx, caller.tenantId));
