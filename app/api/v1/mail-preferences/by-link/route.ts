import { route } from "@/lib/api/route";
import { chooseByLink } from "@/lib/domain/contacts/preferences/by-link";
import { LinkChoice, PreferenceView } from "@/lib/domain/contacts/preferences/schema";

/** Chooses kinds of mail as the holder of a mailed link; its token is the proof, so nobody signs in. */
export const POST = route(
  {
    summary: "Choose kinds of mail by a mailed link",
    access: "public",
    body: LinkChoice,
    output: PreferenceView,
    limit: { perSecond: 1, burst: 20 },
  },
  ({ body, requestId, ip }) => chooseByLink(body, { requestId, ip }),
);
