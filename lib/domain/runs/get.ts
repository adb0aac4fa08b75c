import { type Selectable, sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import { RUN_COLUMNS, toRunItem } from "@/lib/domain/runs/list";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import type { RunSteps } from "@/lib/infra/db/types";

type Row = Omit<
  Selectable<RunSteps>,
  "tenantId" | "runId" | "position" | "type" | "input" | "output"
> & {
  input: unknown;
  output: unknown;
  inputIsCut: boolean;
  outputIsCut: boolean;
  childRunId: string | null;
};

const DETAIL = [...RUN_COLUMNS, "trigger", "triggerRef", "requestId"] as const;

const stepOf = (
  step: PlanStep & { name?: string },
  position: number,
  row: Row | undefined,
  hasEnded: boolean,
): RunStep => {
  // Written by the ledger, attempt by attempt, in this shape.
  const attemptLog = (row?.attempts ?? []) as RunStep["attemptLog"];
  // A step without effects is done at once and keeps no log.
  const wasDone = row?.status === "succeeded" || row?.status === "failed";
  return {
    id: step.id,
    name: step.name ?? null,
    type: step.type,
    needs: step.needs,
    position,
    status: (row?.status as RunStep["status"]) ?? (hasEnded ? "cancelled" : "pending"),
    attempts: attemptLog.length || Number(wasDone),
    attemptLog,
    input: row?.input ?? null,
    output: row?.output ?? null,
    error: (row?.error as RunStep["error"]) ?? null,
    logs: (row?.logs ?? []) as RunStep["logs"],
    reused: row?.reused ?? false,
    items:
      row?.itemsTotal == null
        ? null
        : { total: row.itemsTotal, done: row.itemsDone ?? 0, failed: row.itemsFailed ?? 0 },
    waitsUntil: row?.status === "waiting" ? (row.waitsUntil?.toISOString() ?? null) : null,
    startedAt: row?.startedAt?.toISOString() ?? null,
    endedAt: row?.endedAt?.toISOString() ?? null,
    childRunId: row?.childRunId ?? null,
    cut: [
      ...(row?.inputIsCut ? ["input" as const] : []),
      ...(row?.outputIsCut ? ["output" as const] : []),
    ],
  };
};

/** Values up to this many bytes are shown in full beside all the others of a run. */
const SHOWN = 32_768;

/** A value as it is, or its beginning when it is longer than `max` bytes of JSON text. */
const upTo = (name: "input" | "output", max: number) => {
  const column = sql.ref(name);
  const isLong = sql<boolean>`octet_length(${column}::text) > ${max}::int`;
  return [
    sql<unknown>`case when ${isLong} then jsonb_build_object('truncated', true, 'bytes', octet_length(${column}::text),
      'preview', left(${column}::text, 4096)) else ${column} end`.as(name),
    sql<boolean>`coalesce(${isLong}, false)`.as(`${name}IsCut`),
  ] as const;
};

const STEP = [
  "stepId",
  "status",
  "attempts",
  "error",
  "logs",
  "reused",
  "itemsTotal",
  "itemsDone",
  "itemsFailed",
  "waitsUntil",
  "startedAt",
  "endedAt",
] as const;

// A child is younger than its parent, so older weeks need not be looked at.
const childRunId = sql<string | null>`case when type = 'workflow.run' then (
  select c.id from public.runs c where c.tenant_id = run_steps.tenant_id and c.parent_run_id = run_steps.run_id
    and c.id > run_steps.run_id and c.parent_step_id = run_steps.step_id order by c.id limit 1) end`;

const parent = sql<RunDetail["parent"]>`case when runs.parent_run_id is not null then (
  select jsonb_build_object('runId', runs.parent_run_id, 'stepId', runs.parent_step_id, 'workflowId', p.workflow_id,
    'workflowName', p.workflow_name)
  from (select) as one left join public.runs p on p.tenant_id = runs.tenant_id and p.id = runs.parent_run_id) end`;

const readSteps = (tx: Tx, runId: string, isWhole: boolean) => {
  const max = isWhole ? 2 ** 30 : SHOWN;
  return tx
    .selectFrom("runSteps")
    .select([...STEP, ...upTo("input", max), ...upTo("output", max), childRunId.as("childRunId")])
    .where("runId", "=", runId);
};

const readDefinition = async (
  tx: Tx,
  { workflowId, version }: { workflowId: string; version: number },
) => {
  const row = await tx
    .selectFrom("workflowVersions")
    .select("definition")
    .where("workflowId", "=", workflowId)
    .where("version", "=", version)
    .executeTakeFirst();
  const { steps = [] } = (row?.definition ?? {}) as { steps?: PlanStep[] };
  return Array.from(steps.entries());
};

const readRun = async (tx: Tx, id: string) => {
  const run = await tx
    .selectFrom("runs")
    .select(DETAIL)
    .select(parent.as("parent"))
    .select(
      sql<Date>`app.kept_until(runs.id, (select app.history_weeks(t.plan) from public.tenants t where t.id = runs.tenant_id))`.as(
        "keptUntil",
      ),
    )
    .where("id", "=", id)
    .executeTakeFirst();
  if (!run) throw new AppError("not_found", "There is no such run.");
  return run;
};

/**
 * A run with every step of its document, those that have not begun included; long values are cut unless they are asked
 * for `whole`. Throws not_found.
 */
export const getRun = (
  caller: Caller,
  id: string,
  { whole = false }: { whole?: boolean } = {},
): Promise<RunDetail> =>
  asTenant(caller, async (tx) => {
    const { trigger, triggerRef, requestId, keptUntil, parent, ...item } = await readRun(tx, id);
    const definition = await readDefinition(tx, item);
    const rows = await readSteps(tx, id, whole).execute();
    const byId = new Map(rows.map((row) => [row.stepId, row]));
    const steps = definition.map(([position, step]) =>
      stepOf(step, position, byId.get(step.id), item.endedAt !== null),
    );
    const more = { trigger, triggerRef, requestId, keptUntil: keptUntil.toISOString(), parent };
    return { ...toRunItem(item), ...more, steps };
  });

/** One step of a run with its values as they were kept. Throws not_found. */
export const getRunStep = (caller: Caller, id: string, stepId: string): Promise<RunStep> =>
  asTenant(caller, async (tx) => {
    const run = await readRun(tx, id);
    const definition = await readDefinition(tx, run);
    const found = definition.find(([, step]) => step.id === stepId);
    if (!found) throw new AppError("not_found", "There is no such step.");
    const row = await readSteps(tx, id, true).where("stepId", "=", stepId).executeTakeFirst();
    return stepOf(found[1], found[0], row, run.endedAt !== null);
  });
