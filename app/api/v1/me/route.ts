import { route } from "@/lib/api/route";
import { getMe } from "@/lib/domain/tenants/profile/get";
import { Me, ProfilePatch } from "@/lib/domain/tenants/profile/schema";
import { updateProfile } from "@/lib/domain/tenants/profile/update";

export const GET = route(
  { summary: "Show who is signed in, and what he may do where", access: "session", output: Me },
  (session) => getMe(session),
);

export const PATCH = route(
  { summary: "Change your profile", access: "session", body: ProfilePatch, output: Me },
  ({ body, ...session }) => updateProfile(session, body),
);
