import { route } from "@/lib/api/route";
import { getPreferences, setPreferences } from "@/lib/domain/notifications/preferences";
import { Preferences, PreferencesInput } from "@/lib/domain/notifications/schema";

export const GET = route(
  {
    summary: "Show how you want to be notified",
    access: "notifications:read",
    output: Preferences,
  },
  ({ caller }) => getPreferences(caller),
);

export const PUT = route(
  {
    summary: "Choose how you want to be notified",
    access: "notifications:write",
    body: PreferencesInput,
    output: Preferences,
  },
  ({ caller, body }) => setPreferences(caller, body),
);
