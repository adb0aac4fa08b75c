import { TIPS } from "@/app/api/auth/consent";
import { refuseUnlessTelltale } from "@/app/api/auth/refusal";
import { Accepted, SignUp } from "@/app/api/auth/schema";
import { route } from "@/lib/api/route";
import { env } from "@/lib/core/env";
import { sameOriginPath } from "@/lib/core/same-origin-path";
import { authClient } from "@/lib/infra/auth/supabase";

/** Starts an account and sends the confirmation mail; answers the same when the address has an account. */
export const POST = route(
  {
    summary: "Create an account",
    access: "public",
    body: SignUp,
    output: Accepted,
    status: 202,
    limit: { perSecond: 0.2, burst: 10 },
    tag: "auth",
  },
  async ({ body: { email, password, next, company, invited, ...person } }) => {
    const supabase = await authClient();
    const { error } = await supabase.auth.signUp({
      email,
      password,
      options: {
        emailRedirectTo: `${env().APP_URL}${sameOriginPath(next)}`,
        data: {
          full_name: person.fullName,
          time_zone: person.timeZone,
          locale: person.locale,
          wants_tips: String(person.wantsTips),
          tips_text: `${TIPS.version}: ${TIPS.text}`,
          ...(company && { company }),
          ...(invited && { invitation: true }),
        },
      },
    });
    refuseUnlessTelltale(error);
    return { accepted: true as const };
  },
);
