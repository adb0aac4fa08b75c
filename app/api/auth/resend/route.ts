import { refuseUnlessTelltale } from "@/app/api/auth/refusal";
import { Accepted, Address } from "@/app/api/auth/schema";
import { route } from "@/lib/api/route";
import { env } from "@/lib/core/env";
import { sameOriginPath } from "@/lib/core/same-origin-path";
import { authClient } from "@/lib/infra/auth/supabase";

/** Sends the confirmation mail again; answers the same when there is nothing to confirm. */
export const POST = route(
  {
    summary: "Send the confirmation mail again",
    access: "public",
    body: Address,
    output: Accepted,
    status: 202,
    limit: { perSecond: 0.05, burst: 5 },
    tag: "auth",
  },
  async ({ body: { email, next } }) => {
    const supabase = await authClient();
    const { error } = await supabase.auth.resend({
      type: "signup",
      email,
      options: { emailRedirectTo: `${env().APP_URL}${sameOriginPath(next)}` },
    });
    refuseUnlessTelltale(error);
    return { accepted: true as const };
  },
);
