import { createHash } from "node:crypto";
import { type Kernel, notice } from "../core/kernel.ts";
import type { Job, Run } from "../core/model.ts";
import { LIMITS } from "../options.ts";
import { endRun, failRun } from "./end.ts";
import { openInvoke } from "./invoke.ts";
import { arm, newJob } from "./jobs.ts";
import { close, errorMemo, open, record } from "./record.ts";
import { openEventWait, openSignalWait, openSleep, type WaitOp } from "./waits.ts";

/** One op-code of an answer, with what the engine reads of it. */
export type Op = {
  op: string;
  id: string;
  name?: unknown;
  displayName?: unknown;
  opts?: unknown;
  data?: unknown;
  error?: unknown;
};

/** What a list of ops did. `failed` is a step (or, under this id, the function) that wants another try. */
export type Outcome = { recorded: number; opened: number; failed: Op | null; discover: boolean };

/** The id under which the SDK reports the end of the function itself. */
export const COMPLETE_ID = createHash("sha1").update("complete").digest("hex");

const UNSUPPORTED: Record<string, string> = {
  AIGateway:
    "step.ai.infer is not offered by the embedded engine: use step.ai.wrap, or step.run with your own client",
  Gateway: "step.fetch is not offered by the embedded engine: call fetch inside step.run",
  DeferAdd: "deferred functions are not offered by the embedded engine: send an event instead",
  DeferAbort: "deferred functions are not offered by the embedded engine: send an event instead",
};

export const isOp = (value: unknown): value is Op =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Op).op === "string" &&
  typeof (value as Op).id === "string";

const labelOf = (op: Op): string => String(op.displayName ?? op.name ?? op.id).slice(0, 512);

const optsOf = (op: Op): Record<string, unknown> =>
  typeof op.opts === "object" && op.opts !== null ? (op.opts as Record<string, unknown>) : {};

/** Records a finished step, unless its output is larger than allowed: then the run fails. */
const finishStep = (k: Kernel, run: Run, job: Job, op: Op): void => {
  const failed = op.op === "StepFailed" || op.op === "StepError";
  const value = failed ? (op.error ?? op.data) : op.data;
  const memo = `{"${failed ? "error" : "data"}":${JSON.stringify(value ?? null)}}`;
  if (memo.length > LIMITS.outputBytes) {
    const message = `step "${labelOf(op)}": its output of ${memo.length} bytes is larger than the limit of ${LIMITS.outputBytes}`;
    failRun(k, run, "LimitExceededError", message);
    return;
  }
  close(k, run, op.id);
  record(k, run, {
    step: op.id,
    op: String(optsOf(op).type ?? op.op),
    name: labelOf(op),
    memo,
    attempt: job.attempt,
    startedAt: job.startedAt,
  });
};

/** Gives a step that failed on its last try its error, so that the function can catch it. */
export const exhaustStep = (k: Kernel, run: Run, job: Job, op: Op): void =>
  finishStep(k, run, job, { ...op, op: "StepFailed" });

const planStep = (k: Kernel, run: Run, op: Op): void => {
  const job = newJob(run, "step", op.id, labelOf(op));
  open(run, job);
  k.log.put("job", `${run.id} ${op.id}`, job);
  k.log.after(() => {
    if (run.open?.get(op.id) === job) arm(k, job);
  });
};

const openWait = (k: Kernel, run: Run, op: Op): void => {
  const wait: WaitOp = { id: op.id, name: labelOf(op), opts: { ...optsOf(op) } };
  if (op.op === "Sleep") openSleep(k, run, { ...wait, opts: { until: op.name } });
  if (op.op === "WaitForSignal") openSignalWait(k, run, wait);
  if (op.op === "InvokeFunction") openInvoke(k, run, wait);
  if (op.op === "WaitForEvent") {
    wait.opts.event = op.name;
    const text = run.memo?.events[0]?.text;
    openEventWait(k, run, wait, text ? JSON.parse(text) : null);
  }
};

const endByOp = (k: Kernel, run: Run, op: Op): boolean => {
  if (op.op === "RunComplete") {
    completeRun(k, run, JSON.stringify(op.data ?? null));
    return true;
  }
  if (op.op === "StepFailed" && op.id === COMPLETE_ID) {
    endRun(k, run, "Failed", JSON.stringify(op.error ?? op.data ?? null));
    return true;
  }
  return false;
};

/** Ends a run with its result, unless that is larger than allowed. */
export const completeRun = (k: Kernel, run: Run, output: string): void => {
  if (output.length <= LIMITS.outputBytes) endRun(k, run, "Completed", output);
  else {
    const message = `the function's output of ${output.length} bytes is larger than the limit of ${LIMITS.outputBytes}`;
    failRun(k, run, "LimitExceededError", message);
  }
};

const applyOp = (k: Kernel, run: Run, job: Job, op: Op, outcome: Outcome): void => {
  if (endByOp(k, run, op)) return;
  if (op.op === "DiscoveryRequest") {
    outcome.discover = true;
    return;
  }
  if (op.op === "StepError") {
    outcome.failed = op;
    return;
  }
  if (run.memo?.steps.has(op.id)) return;
  if (op.op === "StepRun" || op.op === "Step" || op.op === "StepFailed") {
    finishStep(k, run, job, op);
    outcome.recorded++;
    return;
  }
  if (run.open?.has(op.id)) return;
  if (optsOf(op).parallelMode === "race") run.race = true;
  if (op.op === "StepPlanned") planStep(k, run, op);
  else if (op.op in WAITS) openWait(k, run, op);
  else refuse(k, run, op);
  if (run.open?.has(op.id)) outcome.opened++;
  else outcome.recorded++;
};

const WAITS = { Sleep: 1, WaitForEvent: 1, WaitForSignal: 1, InvokeFunction: 1 };

const refuse = (k: Kernel, run: Run, op: Op): void => {
  const message = UNSUPPORTED[op.op] ?? `the embedded engine does not know "${op.op}"`;
  notice(k, message);
  if (op.op.startsWith("Defer")) {
    failRun(k, run, "UnsupportedFeatureError", message);
    return;
  }
  record(k, run, {
    step: op.id,
    op: op.op,
    name: labelOf(op),
    memo: errorMemo("UnsupportedFeatureError", message),
    attempt: 0,
    startedAt: 0,
  });
};

/** Applies the ops of an answer or a checkpoint to a run. Repeated and known ones change nothing. */
export const applyOps = (k: Kernel, run: Run, job: Job, ops: readonly Op[]): Outcome => {
  const outcome: Outcome = { recorded: 0, opened: 0, failed: null, discover: false };
  for (const op of ops) {
    if (run.endedAt !== null) break;
    applyOp(k, run, job, op, outcome);
  }
  return outcome;
};
