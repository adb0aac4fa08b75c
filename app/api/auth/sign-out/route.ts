import { route } from "@/lib/api/route";
import { authClient } from "@/lib/infra/auth/supabase";

/** Ends this device's session; the cookie goes even when Supabase Auth is away. */
export const POST = route(
  { summary: "Sign out", access: "public", output: null, tag: "auth" },
  async () => {
    const supabase = await authClient();
    await supabase.auth.signOut({ scope: "local" });
  },
);
