import { sql } from "kysely";
import { changed } from "@/lib/domain/audit/changed";
import { audit } from "@/lib/domain/audit/record";
import { personOf, type Session } from "@/lib/domain/tenants/person";
import { getMe, readProfile } from "@/lib/domain/tenants/profile/get";
import type { Me, Profile, ProfilePatch } from "@/lib/domain/tenants/profile/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Changes the signed-in person's own profile. The tenant of the request learns which fields changed, not their values,
 * so that erasing a person leaves nothing of him in the audit log.
 */
export const updateProfile = (session: Session, patch: ProfilePatch): Promise<Me> =>
  asTenant(personOf(session), async (tx) => {
    const { id } = session.user;
    const old = await readProfile(tx, id, true);
    const fields = Object.keys(changed(old, patch as Partial<Profile>).after);
    if (fields.length === 0) return getMe(session);
    await tx
      .updateTable("profiles")
      .set({ ...patch, updatedAt: sql`now()` })
      .where("userId", "=", id)
      .execute();
    if (session.caller)
      await audit(tx, "profile.update", { kind: "user", id }, { after: { fields } });
    return getMe(session);
  });
