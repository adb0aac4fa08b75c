import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { type Columns, exportPieces } from "@/lib/core/export/pieces";
import { audit } from "@/lib/domain/audit/record";
import { listContacts } from "@/lib/domain/contacts/list";
import { type Contact, type ContactExportQuery, OWN_COLUMN } from "@/lib/domain/contacts/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const PROPERTIES_MAX = 200;

/** Columns an import reads, then properties, then what is Steward's own and an import passes over. */
const columnsWith = (properties: readonly string[]): Columns<Contact> => [
  ["email", ({ email }) => email],
  ["name", ({ name }) => name],
  ["locale", ({ locale }) => locale],
  ["time_zone", ({ timeZone }) => timeZone],
  ["user_id", ({ userId }) => userId],
  ...properties.map((key): Columns<Contact>[number] => [
    key,
    (row) => {
      const value = row.properties[key];
      return typeof value === "object" ? null : value;
    },
  ]),
  [`${OWN_COLUMN}id`, ({ id }) => id],
  [`${OWN_COLUMN}consent`, ({ consent }) => consent?.basis],
  [`${OWN_COLUMN}consent_at`, ({ consent }) => consent?.at],
  [`${OWN_COLUMN}suppressed`, ({ suppressed }) => suppressed],
  [`${OWN_COLUMN}added_at`, ({ createdAt }) => createdAt],
];

// Notes that personal data left, and reads which properties there are.
const begin = (caller: Caller, { format, ids }: ContactExportQuery) =>
  asTenant(caller, async (tx) => {
    await audit(
      tx,
      "contact.export",
      { kind: "tenant", id: caller.tenantId },
      { after: { format, ...(ids && { chosen: ids.length }) } },
    );
    const { rows } = await sql<{ key: string }>`
      select distinct key from public.contacts c, jsonb_object_keys(c.properties) as key order by key limit ${PROPERTIES_MAX}`.execute(
      tx,
    );
    return rows.map(({ key }) => key);
  });

/** The contacts that match as pieces of a file, which an import takes again; written to the audit log. Instants in ISO 8601 UTC. */
export async function* exportContacts(
  caller: Caller,
  wish: ContactExportQuery,
): AsyncGenerator<string> {
  const { format, ...query } = wish;
  const columns = columnsWith(await begin(caller, wish));
  yield* exportPieces(format, columns, (at) => listContacts(caller, { ...query, ...at }));
}
