import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { SequenceDefinition } from "@/lib/domain/sequences/definition";
import type { Tx } from "@/lib/infra/db/as-tenant";

export type VersionRef = { tenantId: string; sequenceId: string; version: number };

const CACHE_MAX = 500;

/** Published versions never change, so those parsed lately are kept; the tenant is part of the key. */
const cache = new Map<string, SequenceDefinition>();

const keyOf = ({ tenantId, sequenceId, version }: VersionRef) =>
  `${tenantId}/${sequenceId}/${version}`;

const keep = (key: string, definition: SequenceDefinition) => {
  if (cache.size >= CACHE_MAX) cache.delete(cache.keys().next().value ?? "");
  cache.set(key, definition);
};

/** The documents of some published versions in one query; throws not_found when one is not the caller's. */
export const readVersions = async (
  tx: Tx,
  refs: readonly VersionRef[],
): Promise<(ref: VersionRef) => SequenceDefinition> => {
  const missing = [...new Map(refs.map((ref) => [keyOf(ref), ref])).entries()].filter(
    ([key]) => !cache.has(key),
  );
  const found = new Map(
    refs.flatMap((ref) => {
      const known = cache.get(keyOf(ref));
      return known ? [[keyOf(ref), known] as const] : [];
    }),
  );
  if (missing.length > 0) {
    const asked = JSON.stringify(
      missing.map(([, { sequenceId, version }]) => ({ id: sequenceId, version })),
    );
    const { rows } = await sql<VersionRef & { definition: unknown }>`
      select v.tenant_id, v.sequence_id, v.version, v.definition
      from jsonb_to_recordset(${asked}::text::jsonb) as a (id uuid, version int)
      join public.sequence_versions v on v.sequence_id = a.id and v.version = a.version`.execute(
      tx,
    );
    for (const row of rows) {
      const definition = SequenceDefinition.parse(row.definition);
      keep(keyOf(row), definition);
      found.set(keyOf(row), definition);
    }
  }
  return (ref) => {
    const definition = found.get(keyOf(ref));
    if (!definition) throw new AppError("not_found", "There is no such version.");
    return definition;
  };
};
