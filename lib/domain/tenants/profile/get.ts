import { AppError } from "@/lib/core/errors";
import { listTenants } from "@/lib/domain/tenants/list";
import { may, PERMISSIONS, type Permission } from "@/lib/domain/tenants/permissions";
import { personOf, type Session } from "@/lib/domain/tenants/person";
import { type Me, Profile } from "@/lib/domain/tenants/profile/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** The profile of one person, locked against change when `lock` is set. */
export const readProfile = async (tx: Tx, userId: string, lock = false): Promise<Profile> => {
  const row = await tx
    .selectFrom("profiles")
    .select(["userId as id", "email", "fullName", "locale", "timeZone"])
    .where("userId", "=", userId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "This account has no profile.");
  return Profile.parse(row);
};

/** The signed-in person; tenant, role and permissions are those of this request, empty without a tenant. */
export const getMe = (session: Session): Promise<Me> => {
  const { user, caller } = session;
  const person = personOf(session);
  return asTenant(person, async (tx) => {
    const tenants = await listTenants(person);
    const tenant = (caller && tenants.find(({ id }) => id === caller.tenantId)) ?? null;
    const all = Object.keys(PERMISSIONS) as Permission[];
    return {
      user: await readProfile(tx, user.id),
      tenants,
      tenant,
      role: tenant?.role ?? null,
      permissions: caller && tenant ? all.filter((permission) => may(caller, permission)) : [],
    };
  });
};
