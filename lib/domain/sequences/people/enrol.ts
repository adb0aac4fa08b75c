import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { audit } from "@/lib/domain/audit/record";
import { actorOf } from "@/lib/domain/sequences/documents/publish";
import { enterSequence } from "@/lib/domain/sequences/enrolments/enter";
import { BATCH } from "@/lib/domain/sequences/enrolments/queue-due";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import type { EnrolmentsMade, NewEnrolments } from "@/lib/domain/sequences/people/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { sequenceBatchDue } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

const liveVersion = async (tx: Tx, id: string): Promise<number> => {
  const { rows } = await sql<{ status: string; liveVersion: number | null }>`
    select status, live_version from public.sequences where id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw new AppError("not_found", "There is no such sequence.");
  if (row.status !== "live" || row.liveVersion === null)
    throw new AppError("conflict", `People enter a live sequence; this one is ${row.status}.`);
  return row.liveVersion;
};

const known = async (tx: Tx, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from public.contacts where id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Asks for some people to be advanced at once instead of with the next minute's sweep. */
export const hurry = (tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, n) =>
    ids.slice(n * BATCH, (n + 1) * BATCH),
  );
  return emit(
    tx,
    ...batches.map((enrolmentIds) => sequenceBatchDue.create({ tenantId, enrolmentIds })),
  );
};

/** Lets contacts enter a live sequence by hand; what is due at once is sent within seconds. Throws not_found, conflict, invalid_input. */
export const enrolContacts = (
  caller: Caller,
  { sequenceId, contactIds, event }: NewEnrolments,
): Promise<EnrolmentsMade> =>
  asTenant(caller, async (tx) => {
    const version = await liveVersion(tx, sequenceId);
    const ids = [...new Set(contactIds)];
    const found = await known(tx, ids);
    const missing = ids.filter((id) => !found.includes(id));
    if (missing.length > 0) {
      const message = `There is no contact ${missing[0]}${missing.length > 1 ? ` nor ${missing.length === 2 ? "one other" : `${missing.length - 1} others`}` : ""}.`;
      throw new AppError("invalid_input", message, {
        issues: missing.slice(0, 20).map((id) => ({
          path: `contactIds.${contactIds.indexOf(id)}`,
          code: "unknown_contact",
          message: "There is no such contact.",
        })),
      });
    }
    const ref = { tenantId: caller.tenantId, sequenceId, version };
    const definition = (await readVersions(tx, [ref]))(ref);
    const people = found.map((contactId) => ({ contactId, subject: "" }));
    const now = new Date();
    const entered = await enterSequence(tx, {
      sequenceId,
      version,
      definition,
      key: `by hand/${uuidv7()}`,
      event,
      people,
      now,
      actor: actorOf(caller),
    });
    await hurry(tx, caller.tenantId, entered);
    const after = { sequenceId, people: entered.length };
    await audit(tx, "sequence.enrol", { kind: "sequence", id: sequenceId }, { after });
    return { entered, skipped: ids.length - entered.length };
  });
