import { sql } from "kysely";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import { placeOf } from "@/lib/domain/sequences/foresee/place";
import type { MoveGroup } from "@/lib/domain/sequences/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Row = { tenantId: string; sequenceId: string; version: number; step: number; people: number };

/** People inside other versions than `version`, by where they stand, and where they would stand in `to`. Two queries at most. */
export const moveGroups = async (
  tx: Tx,
  sequenceId: string,
  to: SequenceDefinition,
  version: number,
): Promise<MoveGroup[]> => {
  const { rows } = await sql<Row>`
    select tenant_id, sequence_id, version, step, count(*)::int as people from public.enrolments
    where sequence_id = ${sequenceId}::uuid and status in ('active', 'paused') and version <> ${version}
    group by 1, 2, 3, 4 order by version, step`.execute(tx);
  const definitionOf = await readVersions(tx, rows);
  return rows.map((row) => {
    const from = definitionOf(row);
    return {
      fromVersion: row.version,
      fromStep: from.steps[row.step]?.key ?? null,
      toStep: to.steps[placeOf(from, row.step, to)]?.key ?? null,
      people: row.people,
    };
  });
};
