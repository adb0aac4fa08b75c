import { type Kysely, sql } from "kysely";
import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import type { DB } from "@/lib/infra/db/types";

type Version = { tenantId: string; workflowId: string; version: number };

const KNOWN_MAX = 500;
const known = new Map<string, Promise<PlanStep[]>>();

/** All runs of a version read the same objects, so none may change them. */
const frozen = <T>(value: T): T => {
  if (typeof value !== "object" || value === null) return value;
  for (const field of Object.values(value)) frozen(field);
  return Object.freeze(value);
};

const load = async (db: Kysely<DB>, { tenantId, workflowId, version }: Version) => {
  const { rows } = await sql<{ steps: PlanStep[] }>`
    select definition -> 'steps' as steps from public.workflow_versions
    where tenant_id = ${tenantId} and workflow_id = ${workflowId} and version = ${version}`.execute(
    db,
  );
  if (!rows[0]) throw new Error(`There is no version ${version} of ${workflowId}.`);
  return frozen(rows[0].steps);
};

/** The steps of a published version. Versions never change, so they are read once; the last 500 are kept in memory. */
export const stepsOf = (db: Kysely<DB>, version: Version): Promise<PlanStep[]> => {
  const name = `${version.tenantId}/${version.workflowId}/${version.version}`;
  const steps = known.get(name) ?? load(db, version);
  known.delete(name);
  known.set(name, steps);
  if (known.size > KNOWN_MAX) known.delete(known.keys().next().value ?? "");
  steps.catch(() => known.delete(name));
  return steps;
};
