import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Caller } from "@/lib/core/caller";
import { chooseTenant } from "@/lib/infra/auth/choose-tenant";
import { clientIp } from "@/lib/infra/auth/client-ip";
import { sessionUser } from "@/lib/infra/auth/session";

/**
 * The person looking at a page, in the tenant used last. Sends strangers to /sign-in and people without a tenant to
 * /welcome. For server components and server actions only.
 */
export const pageCaller = async (): Promise<Caller & { kind: "user" }> => {
  const user = await sessionUser();
  if (!user) redirect("/sign-in");
  const choice = await chooseTenant(user.id);
  if (!choice) redirect("/welcome");
  const sent = await headers();
  const userAgent = sent.get("user-agent")?.slice(0, 300);
  return {
    kind: "user",
    userId: user.id,
    ...choice,
    ip: clientIp(sent),
    ...(userAgent && { userAgent }),
  };
};
