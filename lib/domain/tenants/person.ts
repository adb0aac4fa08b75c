import type { Caller } from "@/lib/core/caller";

const NOWHERE = "00000000-0000-0000-0000-000000000000";

/** What a door of access "session" knows about who calls. */
export type Session = {
  user: { id: string };
  caller: Caller | null;
  requestId?: string;
  ip?: string;
};

/**
 * The caller for what a signed-in person does about himself. Without a tenant he acts in none: the database then shows
 * him his own profile and what the functions made for people give him.
 */
export const personOf = ({ user, caller, requestId, ip }: Session): Caller =>
  caller ?? {
    kind: "user",
    userId: user.id,
    role: "viewer",
    tenantId: NOWHERE,
    ...(requestId && { requestId }),
    ...(ip && { ip }),
  };
