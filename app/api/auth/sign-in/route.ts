import { refusal } from "@/app/api/auth/refusal";
import { Session, SignIn } from "@/app/api/auth/schema";
import { route } from "@/lib/api/route";
import { authClient } from "@/lib/infra/auth/supabase";

/** Checks the password and sets the session cookie. */
export const POST = route(
  {
    summary: "Sign in with a password",
    access: "public",
    body: SignIn,
    output: Session,
    limit: { perSecond: 0.2, burst: 10 },
    tag: "auth",
  },
  async ({ body }) => {
    const supabase = await authClient();
    const { error } = await supabase.auth.signInWithPassword(body);
    if (error) throw refusal(error);
    return { email: body.email };
  },
);
