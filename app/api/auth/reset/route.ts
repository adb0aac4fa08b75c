import { refusal } from "@/app/api/auth/refusal";
import { Reset, Session } from "@/app/api/auth/schema";
import { route } from "@/lib/api/route";
import { authClient } from "@/lib/infra/auth/supabase";

/** Sets the signed-in person's password and ends the sessions of other devices. */
export const POST = route(
  {
    summary: "Set a new password",
    access: "session",
    body: Reset,
    output: Session,
    limit: { perSecond: 0.1, burst: 5 },
    tag: "auth",
  },
  async ({ body: { password }, user }) => {
    const supabase = await authClient();
    const { error } = await supabase.auth.updateUser({ password });
    if (error) throw refusal(error);
    await supabase.auth.signOut({ scope: "others" });
    return { email: user.email };
  },
);
