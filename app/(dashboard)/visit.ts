import { redirect } from "next/navigation";
import { cache } from "react";
import type { Format } from "@/app/_ui/time/format";
import { pageCaller } from "@/lib/domain/tenants/caller";
import type { Permission } from "@/lib/domain/tenants/permissions";
import { getMe } from "@/lib/domain/tenants/profile/get";

/** Who looks, in which tenant, what he may do and how he reads numbers; asked once a request. Sends strangers to sign in. */
export const visit = cache(async () => {
  const caller = await pageCaller();
  const me = await getMe({ user: { id: caller.userId }, caller });
  if (!me.tenant) redirect("/new-company");
  const format: Format = { locale: me.user.locale, timeZone: me.user.timeZone };
  return {
    caller,
    me,
    tenant: me.tenant,
    format,
    can: (permission: Permission) => me.permissions.includes(permission),
  };
});
