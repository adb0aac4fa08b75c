import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How a child stands: `output` are the outputs of its last steps by id, as far as they succeeded. */
export type ChildOutcome = {
  runId: string;
  workflowName: string;
  status: string;
  error: { code: string; message: string; stepId?: string } | null;
  output: Record<string, unknown>;
};

const OUTPUT_MAX = 65_536;

/**
 * Reads a run that a step started; undefined when it is gone. Last steps are those that no other step needs or names as its
 * way out. An output beyond 64 KiB is replaced by what it was: `{ truncated, bytes }`.
 */
export const readChild = async (tx: Tx, runId: string): Promise<ChildOutcome | undefined> => {
  const { rows } = await sql<ChildOutcome>`
    select r.id as run_id, r.workflow_name, r.status, r.error, coalesce((
      select jsonb_object_agg(s.step_id, case when length(s.output::text) <= ${OUTPUT_MAX} then s.output
        else jsonb_build_object('truncated', true, 'bytes', octet_length(s.output::text)) end)
      from public.run_steps s
      where s.tenant_id = r.tenant_id and s.run_id = r.id and s.status = 'succeeded'
        and not jsonb_path_exists(v.definition, '$.steps[*].needs[*] ? (@ == $id)', jsonb_build_object('id', s.step_id))),
      '{}') as output
    from public.runs r
    join public.workflow_versions v
      on v.tenant_id = r.tenant_id and v.workflow_id = r.workflow_id and v.version = r.version
    where r.id = ${runId}`.execute(tx);
  return rows[0];
};
