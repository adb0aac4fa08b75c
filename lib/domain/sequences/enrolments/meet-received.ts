import { sql } from "kysely";
import { z } from "zod";
import type { CONSENT_BASES } from "@/lib/domain/sequences/definition";
import type { SequenceMail } from "@/lib/domain/sequences/enrolments/advance-batch";
import { meetEvent, openTo } from "@/lib/domain/sequences/enrolments/meet";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import type { Surroundings } from "@/lib/domain/sequences/scope";
import type { Tx } from "@/lib/infra/db/as-tenant";

const Email = z.string().trim().toLowerCase().pipe(z.email().max(320));

const Zone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
});

/** What an event may say about the person it is about; what does not fit is left out. */
const Named = z.object({
  email: Email,
  name: z.string().trim().max(200).catch(""),
  locale: z.enum(["en", "de"]).nullable().catch(null),
  timeZone: Zone.nullable().catch(null),
  userId: z.string().min(1).max(200).nullable().catch(null),
});

/** Whom an event is about: its own `email`, or that of its `contact` or `customer`. */
export const personIn = (data: Record<string, unknown>): z.infer<typeof Named> | undefined => {
  for (const place of [data, data.contact, data.customer]) {
    const found = Named.safeParse(place);
    if (found.success) return found.data;
  }
  return undefined;
};

type Received = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  tenant: Surroundings["tenant"];
};

const load = async (tx: Tx, eventId: string): Promise<Received | undefined> => {
  const { rows } = await sql<Received>`
    select e.id, e.name, e.data, jsonb_build_object('name', t.name, 'plan', t.plan) as tenant
    from public.events e join public.tenants t on t.id = e.tenant_id where e.id = ${eventId}::uuid`.execute(
    tx,
  );
  return rows[0];
};

const findContact = async (tx: Tx, { email, userId }: z.infer<typeof Named>) => {
  const { rows } = await sql<{ id: string }>`
    select id from public.contacts where email = ${email} or user_id = ${userId} order by email = ${email} desc limit 1`.execute(
    tx,
  );
  return rows[0]?.id;
};

type Basis = (typeof CONSENT_BASES)[number];

const keepContact = async (tx: Tx, person: z.infer<typeof Named>, basis: Basis | undefined) => {
  const { rows } = await sql<{ id: string }>`
    insert into public.contacts as c (email, name, locale, time_zone, user_id, consent_basis, consent_at)
    values (${person.email}, ${person.name}, ${person.locale ?? "en"}, ${person.timeZone}, ${person.userId}, ${basis ?? null},
      case when ${basis ?? null}::text is not null then now() end)
    on conflict (tenant_id, email) do update set
      name = case when excluded.name = '' then c.name else excluded.name end,
      locale = case when ${person.locale}::text is null then c.locale else excluded.locale end,
      time_zone = coalesce(excluded.time_zone, c.time_zone), user_id = coalesce(c.user_id, excluded.user_id),
      consent_basis = coalesce(c.consent_basis, excluded.consent_basis), consent_at = coalesce(c.consent_at, excluded.consent_at),
      updated_at = now()
    returning id`.execute(tx);
  return rows[0]?.id;
};

/**
 * What an accepted event of the caller's tenant means to its sequences. Somebody unknown becomes a contact only when a
 * sequence is open to the event. Answers the mails that became due. For workers.
 */
export const meetReceived = async (tx: Tx, eventId: string, now: Date): Promise<SequenceMail[]> => {
  const event = await load(tx, eventId);
  const person = event && personIn(event.data);
  if (!event || !person) return [];
  const open = await openTo(tx, event.name);
  const definitionOf = await readVersions(tx, open);
  const basis = open.map((ref) => definitionOf(ref).entry.consent).find((one) => one !== undefined);
  const contactId =
    open.length > 0 ? await keepContact(tx, person, basis) : await findContact(tx, person);
  if (!contactId) return [];
  return meetEvent(tx, {
    name: event.name,
    key: event.id,
    data: event.data,
    contactIds: [contactId],
    subject: null,
    people: [{ contactId, subject: "" }],
    surroundings: () => ({ tenant: event.tenant }),
    now,
  });
};
