import type { Caller } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { queueMail } from "@/lib/domain/mail/queue";
import { asTenant } from "@/lib/infra/db/as-tenant";

const firstName = (fullName: string) => fullName.trim().split(/\s+/)[0] ?? "";

/** Queues the welcome mail of a member of the caller's tenant; null when the person has left. */
export const queueWelcome = (caller: Caller, userId: string): Promise<{ mailId: string } | null> =>
  asTenant(caller, async (tx) => {
    const person = await tx
      .selectFrom("profiles as p")
      .innerJoin("memberships as m", "m.userId", "p.userId")
      .innerJoin("tenants as t", "t.id", "m.tenantId")
      .select(["p.email", "p.fullName", "t.name"])
      .where("p.userId", "=", userId)
      .executeTakeFirst();
    if (!person) return null;
    const props = { person: firstName(person.fullName), tenant: person.name, url: env().APP_URL };
    return queueMail(tx, {
      key: `welcome/${userId}`,
      template: "welcome",
      to: person.email,
      props,
    });
  });
