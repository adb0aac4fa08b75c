import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { uuidv7 } from "@/lib/core/ids";
import { auditEach } from "@/lib/domain/audit/record";
import { assessDraft } from "@/lib/domain/workflows/assess";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type {
  ImportedWorkflows,
  NewWorkflow,
  WorkflowDetail,
  WorkflowFile,
} from "@/lib/domain/workflows/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Draft = NewWorkflow["definition"];

const create = async (tx: Tx, caller: Caller, drafts: readonly Draft[]) => {
  const rows = drafts.map((draft) => ({ id: uuidv7(), draft, ...assessDraft(draft) }));
  const createdBy = caller.kind === "user" ? caller.userId : null;
  await sql`
    insert into public.workflows (id, name, draft, draft_problems, created_by)
    select id, name, draft, problems, ${createdBy}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as w (id uuid, name text, draft jsonb, problems jsonb)`.execute(
    tx,
  );
  const entries = rows.map(({ id, name }) => ({
    target: { kind: "workflow", id },
    after: { name },
  }));
  await auditEach(tx, "workflow.create", entries);
  return rows;
};

/** Saves a document as the draft of a new workflow, problems and all. Throws too_large. */
export const createWorkflow = (
  caller: Caller,
  { definition }: NewWorkflow,
): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const [row] = await create(tx, caller, [definition]);
    return readWorkflow(tx, row?.id ?? "");
  });

/** The same for every document of a file: all or none. Throws too_large. */
export const importWorkflows = (
  caller: Caller,
  { workflows }: WorkflowFile,
): Promise<ImportedWorkflows> =>
  asTenant(caller, async (tx) => {
    const rows = await create(tx, caller, workflows);
    return {
      created: rows.map(({ id, name, problems }) => ({ id, name, problems: problems.length })),
    };
  });

/** A copy as a new draft; it has no versions, hook or schedule of its own yet. Throws not_found. */
export const duplicateWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const { draft, name } = await readWorkflow(tx, id);
    return createWorkflow(caller, {
      definition: { ...draft, name: `${name} (copy)`.slice(0, 120) },
    });
  });
