import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { worker } from "@/lib/core/caller";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { publishSequence } from "@/lib/domain/sequences/documents/publish";
import { createSequence } from "@/lib/domain/sequences/documents/save";
import { enrolContacts } from "@/lib/domain/sequences/people/enrol";
import { asSystem } from "@/lib/infra/db/as-system";

export const system = () => asSystem("tests look past the wall");

/** A mail of a test's sequence; `when` is at once unless told. */
export const mailStep = (key: string, when: object = { day: 0 }, more: object = {}) => ({
  key,
  type: "mail",
  when,
  content: { subject: `${key} for {{ person.email }}`, body: `# ${key}` },
  ...more,
});

/** A sequence that is always open and holds nobody out, for a test to change. */
export const document = (
  steps: object[],
  more: Partial<Record<keyof SequenceDefinition, unknown>> = {},
) => ({
  schemaVersion: 1,
  name: "Test",
  category: "lifecycle",
  entry: {},
  holdout: 0,
  window: { from: "00:00", to: "00:00" },
  steps,
  ...more,
});

/** Gives a tenant the postal address that marketing names. */
export const giveAddress = async (tenantId: string): Promise<void> => {
  await sql`update public.tenants set brand = brand || '{"address": "12 Harbour Road, Dublin"}' where id = ${tenantId}`.execute(
    system(),
  );
};

/** A published sequence of a tenant, which has a postal address from then on. */
export const publishFor = async (tenantId: string, definition: object): Promise<string> => {
  await giveAddress(tenantId);
  const caller = worker("test", tenantId);
  const { id } = await createSequence(caller, { definition: { ...definition } });
  await publishSequence(caller, id);
  return id;
};

/** People of a tenant who agreed to everything. */
export const addContacts = async (tenantId: string, count: number): Promise<string[]> => {
  const batch = randomUUID().slice(0, 8);
  const { rows } = await sql<{ id: string }>`
    insert into public.contacts (tenant_id, email, name, time_zone, consent_basis, consent_at)
    select ${tenantId}, ${batch} || '-' || n || '@inbox.test', 'Person ' || n, 'UTC', 'opt-in', now()
    from generate_series(1, ${count}) as n returning id`.execute(system());
  return rows.map(({ id }) => id);
};

/** Lets people enter by hand, a thousand at a time; answers their enrolments. */
export const enrol = async (
  tenantId: string,
  sequenceId: string,
  contactIds: readonly string[],
): Promise<string[]> => {
  const entered: string[] = [];
  for (let n = 0; n < contactIds.length; n += 1000) {
    const part = contactIds.slice(n, n + 1000);
    const made = await enrolContacts(worker("test", tenantId), {
      sequenceId,
      contactIds: part,
      event: {},
    });
    entered.push(...made.entered);
  }
  return entered;
};

export type LedgerRow = {
  id: string;
  enrolmentId: string;
  contactId: string | null;
  stepKey: string;
  status: string;
  error: string | null;
  createdAt: Date;
};

/** The ledger of a tenant, oldest first. */
export const ledger = async (tenantId: string): Promise<LedgerRow[]> => {
  const { rows } = await sql<LedgerRow>`
    select id, enrolment_id, contact_id, step_key, status, error, created_at from public.mails
    where tenant_id = ${tenantId} order by created_at, id`.execute(system());
  return rows;
};
