import { refuseUnlessTelltale } from "@/app/api/auth/refusal";
import { Accepted, Address } from "@/app/api/auth/schema";
import { route } from "@/lib/api/route";
import { env } from "@/lib/core/env";
import { withNext } from "@/lib/core/same-origin-path";
import { authClient } from "@/lib/infra/auth/supabase";

/** Sends a link for a new password; answers the same when there is no such account. */
export const POST = route(
  {
    summary: "Ask for a link to set a new password",
    access: "public",
    body: Address,
    output: Accepted,
    status: 202,
    limit: { perSecond: 0.05, burst: 5 },
    tag: "auth",
  },
  async ({ body: { email, next } }) => {
    const supabase = await authClient();
    const { error } = await supabase.auth.resetPasswordForEmail(email, {
      redirectTo: `${env().APP_URL}${withNext("/reset", next)}`,
    });
    refuseUnlessTelltale(error);
    return { accepted: true as const };
  },
);
