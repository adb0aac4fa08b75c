import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { armOf, isHeldOut } from "@/lib/domain/sequences/assign";
import { composeMail, type Reader } from "@/lib/domain/sequences/compose";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { MARKETING } from "@/lib/domain/sequences/enrolments/read-due";
import { documentOf } from "@/lib/domain/sequences/foresee/document";
import type {
  Preview,
  PreviewInput,
  PreviewMoment,
  PreviewPerson,
} from "@/lib/domain/sequences/foresee/schema";
import { ownTenant } from "@/lib/domain/sequences/house/subjects";
import { scopeOf } from "@/lib/domain/sequences/scope";
import { type Moment, timeline } from "@/lib/domain/sequences/timeline";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { readSender, type Sender } from "@/lib/infra/email/brand";

const DAY_MS = 86_400_000;
/** A step is due at most a year after the entry. */
const DAYS_MAX = 400;
const NOBODY = "00000000-0000-0000-0000-000000000000";

type Known = {
  contactId: string;
  email: string;
  name: string;
  locale: "en" | "de";
  properties: Record<string, unknown>;
  consentBasis: Reader["consentBasis"];
  zone: string | null;
  blocked: string | null;
  mailed: Date[];
};

const readContact = async (tx: Tx, contactId: string, category: string): Promise<Known> => {
  const { rows } = await sql<Known>`
    select c.id as contact_id, c.email, c.name, c.locale, c.properties, c.consent_basis, c.time_zone as zone,
      app.why_not_mailed(c.id, ${category}) as blocked,
      coalesce((select array_agg(m.created_at) from public.mails m where m.contact_id = c.id and m.status <> 'skipped'
        and m.category = any(${[...MARKETING]}::text[]) and m.created_at > now() - interval '7 days'), '{}') as mailed
    from public.contacts c where c.id = ${contactId}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw new AppError("not_found", "There is no such contact.");
  return row;
};

const personOf = async (tx: Tx, person: PreviewPerson, category: string): Promise<Known> =>
  "contactId" in person
    ? readContact(tx, person.contactId, category)
    : {
        ...person,
        contactId: NOBODY,
        zone: person.timeZone ?? null,
        consentBasis: "opt-in",
        blocked: null,
        mailed: [],
      };

const tenantZone = async (tx: Tx): Promise<string> => {
  const { rows } = await sql<{ timeZone: string }>`
    select time_zone from public.tenants where id = (select app.tenant_id())`.execute(tx);
  return rows[0]?.timeZone ?? "UTC";
};

const onTheWall = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(at);

type Rendering = { definition: SequenceDefinition; reader: Reader; sender: Sender; zone: string };

const toMoment = async (
  { at, what, stepKey, reason }: Moment,
  { definition, reader, sender, zone }: Rendering,
): Promise<PreviewMoment> => {
  const step = definition.steps.find(({ key }) => key === stepKey);
  const told = {
    at: new Date(at).toISOString(),
    local: onTheWall(at, zone),
    what,
    stepKey,
    reason,
  };
  if (what !== "send" || step?.type !== "mail") return { ...told, mail: null };
  try {
    const { subject, html, text } = await composeMail(step, definition.category, reader, sender);
    return { ...told, mail: { subject, html, text } };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
    return {
      ...told,
      what: "pass",
      reason: `it could not be written: ${error.message}`,
      mail: null,
    };
  }
};

/**
 * All that a sequence would do to one person who enters at an instant: every mail as it would go out, with the time on the
 * person's wall, and the reason for every step passed over. The decisions are those of the real sender. Sends nothing.
 */
export const previewSequence = (
  caller: Caller,
  id: string,
  input: PreviewInput,
): Promise<Preview> =>
  asTenant(caller, async (tx) => {
    const definition = await documentOf(tx, caller, id, input.version);
    const person = await personOf(tx, input.person, definition.category);
    const zone = person.zone ?? (await tenantZone(tx));
    const isReal = person.contactId !== NOBODY;
    const { experiment, holdout, category } = definition;
    const drawn = experiment ? armOf(experiment, person.contactId) : null;
    const arm = input.arm ?? drawn;
    const held = isReal && isHeldOut(id, holdout, person.contactId);
    const scope = scopeOf(person, { event: input.event }, { tenant: await ownTenant(tx) });
    const enteredAt = input.at ? Date.parse(input.at) : Date.now();
    const isCapped = (MARKETING as readonly string[]).includes(category);
    const mailed = person.mailed.map((at) => at.getTime());
    const moments = timeline(
      definition,
      { enteredAt, zone, arm, isHeldOut: held, scope, mailed },
      enteredAt + DAYS_MAX * DAY_MS,
      () => ({ blocked: person.blocked ?? undefined, ...(!isCapped && { mailed: [] }) }),
    );
    const reader = { ...person, tenantId: caller.tenantId, scope };
    const rendering = { definition, reader, sender: await readSender(tx), zone };
    const { email, name, locale } = person;
    return {
      person: { email, name, locale },
      timeZone: zone,
      arm,
      isHeldOut: held,
      moments: await Promise.all(moments.map((moment) => toMoment(moment, rendering))),
    };
  });
