import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Caller } from "@/lib/core/caller";
import { withNext } from "@/lib/core/same-origin-path";
import { chooseTenant } from "@/lib/infra/auth/choose-tenant";
import { clientIp } from "@/lib/infra/auth/client-ip";
import { sessionUser } from "@/lib/infra/auth/session";

/**
 * The person looking at a page, in the tenant used last. Sends strangers to /sign-in, which brings them back here, and
 * people without a tenant to /new-company. For server components and server actions only.
 */
export const pageCaller = async (): Promise<Caller & { kind: "user" }> => {
  const [user, sent] = await Promise.all([sessionUser(), headers()]);
  // `proxy.ts` sets the path on every page request; what a client sends under this name is overwritten.
  if (!user) redirect(withNext("/sign-in", sent.get("x-path")));
  const choice = await chooseTenant(user.id);
  if (!choice) redirect("/new-company");
  const userAgent = sent.get("user-agent")?.slice(0, 300);
  return {
    kind: "user",
    userId: user.id,
    ...choice,
    ip: clientIp(sent),
    ...(userAgent && { userAgent }),
  };
};
