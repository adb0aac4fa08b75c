import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { Step } from "@/lib/domain/workflows/definition/schema";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type { TestStepInput, TestStepResult } from "@/lib/domain/workflows/schema";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { StepContext, StepKind } from "@/lib/domain/workflows/steps/step-kind";
import { NO_WAITS } from "@/lib/domain/workflows/steps/waiting/powers";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";

// Trying a step out may call other systems, but it never writes to people.
const PERFORMED = new Set(["http.request"]);
const TIMEOUT_MAX = 20_000;

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

const contextFor = (step: Step): StepContext => {
  const timeoutMs = Math.min(step.timeoutMs, TIMEOUT_MAX);
  return {
    key: `test:${uuidv7()}`,
    stepId: step.id,
    log: () => {},
    now: new Date(),
    timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
    fetch: safeFetch,
    waits: NO_WAITS,
    sendMail: () => Promise.reject(new AppError("forbidden", "A test sends no mail.")),
  };
};

const attempt = async (step: Step, kind: StepKind, scope: Record<string, unknown>) => {
  let input: unknown = null;
  try {
    const prepared = kind.prepare(step.with, scope);
    input = kind.redact(prepared);
    if (!kind.pure && !PERFORMED.has(kind.type))
      return { input, output: null, error: null, performed: false };
    const output = (await kind.run?.(contextFor(step), prepared)) ?? null;
    return { input, output, error: null, performed: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    return { input, output: null, error: { code, message }, performed: true };
  }
};

/**
 * Tries one step of the draft with given data. Pure steps and HTTP requests are really done; others only show the input
 * they would get. A failing step is an answer, not an error. Throws not_found, invalid_input.
 */
export const testStep = async (
  caller: Caller,
  id: string,
  given: TestStepInput,
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
  const { trigger, steps } = given;
  const result = await attempt(step, kind, {
    trigger,
    steps,
    run,
    tenant: { id: caller.tenantId },
  });
  return { ...result, durationMs: Math.round(performance.now() - started) };
};
