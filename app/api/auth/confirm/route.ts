import { refusal } from "@/app/api/auth/refusal";
import { Confirm, Session } from "@/app/api/auth/schema";
import { route } from "@/lib/api/route";
import { authClient } from "@/lib/infra/auth/supabase";

/** Spends the token of an auth mail and sets the session cookie. */
export const POST = route(
  {
    summary: "Confirm an address or a link from a mail",
    access: "public",
    body: Confirm,
    output: Session,
    limit: { perSecond: 0.2, burst: 10 },
    tag: "auth",
  },
  async ({ body: { tokenHash, type } }) => {
    const supabase = await authClient();
    const { data, error } = await supabase.auth.verifyOtp({ token_hash: tokenHash, type });
    if (error) throw refusal(error);
    return { email: data.user?.email ?? "" };
  },
);
