import { isHeard, type Kernel } from "../core/kernel.ts";
import { dropMemo } from "../core/memo.ts";
import type { Run, RunStatus } from "../core/model.ts";
import { dropJob, saveRun } from "./jobs.ts";
import { close, errorMemo, resume } from "./record.ts";

type Ending = Extract<RunStatus, "Completed" | "Failed" | "Cancelled">;

/** An error as output of a run. */
const errorOutput = (name: string, message: string): string =>
  JSON.stringify({ name, message, stack: "", __serialized: true });

/**
 * Ends a run: its row, everything it had open, its parent's step and the events about its end go into one commit.
 * `output` is JSON: the result, or the error.
 */
export const endRun = (k: Kernel, run: Run, status: Ending, output: string | null): void => {
  if (run.endedAt !== null) return;
  const events = run.memo?.events ?? null;
  run.endedAt = k.clock.now();
  run.status = status;
  run.output = output;
  k.counters.runsEnded[status]++;
  release(k, run);
  saveRun(k, run);
  resumeParent(k, run);
  announce(k, run, events?.map((event) => event.text) ?? null);
};

/** Ends a run with an error that the engine itself has to report. */
export const failRun = (k: Kernel, run: Run, name: string, message: string): void =>
  endRun(k, run, "Failed", errorOutput(name, message));

const release = (k: Kernel, run: Run): void => {
  for (const step of [...(run.open?.keys() ?? [])]) {
    const item = run.open?.get(step);
    if (item && "state" in item && item.state === "running") item.generation++;
    close(k, run, step);
  }
  for (const pause of run.cancels) k.cancels.remove(pause);
  if (run.timer) k.timers.cancel(run.timer);
  run.timer = null;
  dropJob(k, run.discovery);
  if (run.singletonKey && k.singletons.get(run.singletonKey) === run)
    k.singletons.delete(run.singletonKey);
  k.runs.delete(run.id);
  dropMemo(k, run);
};

const resumeParent = (k: Kernel, run: Run): void => {
  const parent = run.parent && k.runs.get(run.parent.run);
  if (!run.parent || !parent) return;
  const memo =
    run.status === "Completed"
      ? `{"data":${run.output ?? "null"}}`
      : run.status === "Failed"
        ? `{"error":${run.output ?? "null"}}`
        : errorMemo("InngestInvokeCancelledError", `the invoked run ${run.id} was cancelled`);
  resume(k, parent, run.parent.step, "InvokeFunction", memo);
};

const parseOutput = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

const announce = (k: Kernel, run: Run, texts: string[] | null): void => {
  if (run.internal) return;
  const event = texts?.[0] ? JSON.parse(texts[0]) : undefined;
  const data: Record<string, unknown> = {
    function_id: run.fn.id,
    run_id: run.id,
    event_ids: run.eventIds,
    event,
  };
  if (run.batch && texts) data.events = texts.map((text) => JSON.parse(text));
  const send = (name: string, suffix: string, extra: Record<string, unknown>): void => {
    k.emit({
      id: run.id + suffix,
      name: `inngest/function.${name}`,
      data: { ...data, ...extra },
      tenant: run.tenant,
    });
  };
  const outcome =
    run.status === "Completed"
      ? { result: parseOutput(run.output) }
      : run.status === "Failed"
        ? { error: parseOutput(run.output) }
        : {};
  if (run.status === "Failed") send("failed", "", outcome);
  if (run.status === "Cancelled") send("cancelled", "-cancelled", {});
  if (isHeard(k, "inngest/function.finished")) send("finished", "-finished", outcome);
};
