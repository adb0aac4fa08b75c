import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { audit } from "@/lib/domain/audit/record";
import { getTenant } from "@/lib/domain/tenants/get";
import { Step } from "@/lib/domain/workflows/definition/schema";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type { TestStepInput, TestStepResult } from "@/lib/domain/workflows/schema";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { StepContext, StepKind } from "@/lib/domain/workflows/steps/step-kind";
import { NO_WAITS } from "@/lib/domain/workflows/steps/waiting/powers";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";

const TIMEOUT_MAX = 20_000;
const LOGS_MAX = 200;

const findStep = async (caller: Caller, id: string, stepId: string) => {
  const { draft, name } = await asTenant(caller, (tx) => readWorkflow(tx, id));
  const steps: unknown[] = Array.isArray(draft.steps) ? draft.steps : [];
  const found = steps.find((one) => (one as { id?: unknown } | null)?.id === stepId);
  const step = Step.safeParse(found).data;
  if (!step) throw new AppError("not_found", `The draft has no readable step "${stepId}".`);
  const kind = Object.hasOwn(stepKinds, step.type) ? stepKinds[step.type] : undefined;
  if (!kind) throw new AppError("invalid_input", `There is no step type "${step.type}".`);
  return { step, kind, name };
};

/** What a trial may do outside; `key` names the mail or notification. */
type Powers = Pick<StepContext, "sendMail" | "notify">;

const contextFor = (step: Step, powers: Powers, logs: string[]): StepContext => {
  const timeoutMs = Math.min(step.timeoutMs, TIMEOUT_MAX);
  return {
    key: `test:${uuidv7()}`,
    stepId: step.id,
    log: (message) => void (logs.length < LOGS_MAX && logs.push(message)),
    now: new Date(),
    timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
    fetch: safeFetch,
    waits: NO_WAITS,
    ...powers,
  };
};

type Trial = { step: Step; kind: StepKind; scope: Record<string, unknown>; powers: Powers };

const attempt = async ({ step, kind, scope, powers }: Trial, perform: boolean) => {
  let input: unknown = null;
  const logs: string[] = [];
  try {
    const prepared = kind.prepare(step.with, scope);
    input = kind.redact(prepared);
    const isDone = kind.run !== undefined && !kind.body && (kind.pure || perform);
    if (!isDone) return { input, output: null, error: null, performed: false, logs };
    const output = (await kind.run?.(contextFor(step, powers, logs), prepared)) ?? null;
    return { input, output, error: null, performed: true, logs };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    return { input, output: null, error: { code, message }, performed: true, logs };
  }
};

/**
 * Tries one step of the draft with given data. Steps without effects are computed; others only show the input they would
 * get, unless `perform` asks for the effect, which is real then. Steps that wait or repeat a body are never done. A failing
 * step is an answer, not an error. Throws not_found, invalid_input.
 */
export const testStep = async (
  caller: Caller,
  id: string,
  given: TestStepInput,
  powers: Powers,
): Promise<TestStepResult> => {
  const { step, kind, name } = await findStep(caller, id, given.stepId);
  const started = performance.now();
  const run = {
    id: uuidv7(),
    workflowId: id,
    workflowName: name,
    version: 0,
    queuedAt: new Date().toISOString(),
  };
  const { trigger, steps, perform } = given;
  const scope = { trigger, steps, run, tenant: await getTenant(caller, caller.tenantId) };
  if (perform && !kind.pure)
    await asTenant(caller, (tx) =>
      audit(tx, "workflow.test_step", { kind: "workflow", id }, { after: { step: step.id } }),
    );
  const result = await attempt({ step, kind, scope, powers }, perform);
  return { ...result, durationMs: Math.round(performance.now() - started) };
};
