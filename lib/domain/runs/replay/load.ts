import { sql } from "kysely";
import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import type { EndedStep } from "@/lib/domain/runs/replay/reuse";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A run that is to be replayed; `version` is the one that will run, null when there is none. */
export type Original = {
  id: string;
  workflowId: string;
  version: number | null;
  isSame: boolean;
  status: string;
};

/** The runs among `ids` that exist, with the version that would run and whether it is the one that ran. */
export const loadOriginals = async (
  tx: Tx,
  ids: readonly string[],
  version: "same" | "latest",
): Promise<Original[]> => {
  const chosen = version === "latest" ? sql`w.live_version` : sql`r.version`;
  const { rows } = await sql<Original>`
    select r.id, r.workflow_id, ${chosen} as version, ${chosen} = r.version as is_same, r.status
    from public.runs r join public.workflows w on w.tenant_id = r.tenant_id and w.id = r.workflow_id and w.deleted_at is null
    where r.id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows;
};

const key = (workflowId: string, version: number) => `${workflowId}/${version}`;

/** The documents' steps of the originals, by workflow and version; each is read once. */
export const loadDocuments = async (tx: Tx, originals: readonly Original[]) => {
  const wanted = new Map(
    originals.flatMap(({ workflowId, version }) =>
      version === null ? [] : [[key(workflowId, version), { workflowId, version }] as const],
    ),
  );
  const { rows } = await sql<{ workflowId: string; version: number; steps: PlanStep[] }>`
    select v.workflow_id, v.version, v.definition -> 'steps' as steps
    from jsonb_to_recordset(${JSON.stringify([...wanted.values()])}::text::jsonb) as d ("workflowId" uuid, version int)
    join public.workflow_versions v on v.workflow_id = d."workflowId" and v.version = d.version`.execute(
    tx,
  );
  const steps = new Map(rows.map((row) => [key(row.workflowId, row.version), row.steps]));
  return ({ workflowId, version }: Original) =>
    version === null ? undefined : steps.get(key(workflowId, version));
};

/** The steps of the runs that ended, by run. */
export const loadEnded = async (tx: Tx, ids: readonly string[]) => {
  const { rows } = await sql<EndedStep & { runId: string }>`
    select run_id, step_id as id, type, status from public.run_steps
    where run_id = any(${[...ids]}::uuid[]) and ended_at is not null`.execute(tx);
  const byRun = new Map<string, EndedStep[]>();
  for (const { runId, ...step } of rows) byRun.set(runId, [...(byRun.get(runId) ?? []), step]);
  return (id: string): EndedStep[] => byRun.get(id) ?? [];
};
