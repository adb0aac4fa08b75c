import { sql } from "kysely";
import type { Role } from "@/lib/core/caller";
import type { Timing } from "@/lib/domain/notifications/mail/time";
import type { Choices } from "@/lib/domain/notifications/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Whom to tell: members from a role on, and members by address or by id; all of them together. */
export type Audience = {
  role?: Role | null;
  emails?: readonly string[];
  people?: readonly string[];
};

/** A member as a notification needs one. */
export type Recipient = {
  userId: string;
  email: string;
  timeZone: string;
  choices: Choices;
  timing: Timing;
};

/** As many people hear of one thing; more are told nothing, the highest roles first. */
const PEOPLE_MAX = 1000;

type Row = Omit<Recipient, "timing" | "choices"> &
  Omit<Timing, "rhythm"> & { rhythm: Timing["rhythm"]; choices: Choices | null };

/** The members of the caller's tenant that an audience means, each once, with how they want to be told. For workers. */
export const recipientsOf = async (
  tx: Tx,
  { role = null, emails = [], people = [] }: Audience,
): Promise<Recipient[]> => {
  const { rows } = await sql<Row>`
    select m.user_id, lower(p.email) as email, p.time_zone, f.choices, coalesce(f.rhythm, 'each') as rhythm,
      coalesce(f.hour, 8) as hour, coalesce(f.weekday, 1) as weekday, f.quiet_from, f.quiet_to
    from public.memberships m join public.profiles p on p.user_id = m.user_id
    left join public.notification_preferences f on f.tenant_id = m.tenant_id and f.user_id = m.user_id
    where m.role >= ${role}::public.tenant_role or lower(p.email) = any (${emails.map((email) => email.toLowerCase())}::text[])
      or m.user_id = any (${[...people]}::uuid[])
    order by m.role desc, m.created_at, m.user_id limit ${PEOPLE_MAX}`.execute(tx);
  return rows.map(({ userId, email, timeZone, choices, ...timing }) => ({
    userId,
    email,
    timeZone,
    choices: choices ?? {},
    timing,
  }));
};
