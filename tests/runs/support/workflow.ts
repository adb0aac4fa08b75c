import { setTimeout as pause } from "node:timers/promises";
import type { Caller } from "@/lib/core/caller";
import { getRun } from "@/lib/domain/runs/get";
import type { RunDetail } from "@/lib/domain/runs/schema";
import { startRun } from "@/lib/domain/runs/start";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";

export type StepDraft = { id: string; type: string } & Record<string, unknown>;

/** A document with a manual trigger that takes what the steps of a test need. */
const document = (steps: StepDraft[], trigger: object = { type: "manual" }) => ({
  schemaVersion: 1,
  name: "Test",
  trigger,
  steps,
});

/** Saves and publishes a workflow; its id. */
export const publish = async (
  caller: Caller,
  steps: StepDraft[],
  trigger?: object,
): Promise<string> => {
  const { id } = await createWorkflow(caller, { definition: document(steps, trigger) });
  await publishWorkflow(caller, id, { note: "" });
  return id;
};

/** Publishes and starts; the run's id. */
export const start = async (caller: Caller, steps: StepDraft[]): Promise<string> =>
  (await startRun(caller, await publish(caller, steps), { input: {} })).runId;

const PATIENCE_MS = 60_000;

/** The run as soon as `is` holds of it; looked at less often the longer it takes, because looking costs as well. */
export const runWhen = async (
  caller: Caller,
  id: string,
  is: (run: RunDetail) => boolean = ({ endedAt }) => endedAt !== null,
): Promise<RunDetail> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (let ms = 15; ; ms = Math.min(ms * 1.2, 120)) {
    const run = await getRun(caller, id, { whole: true });
    if (is(run)) return run;
    if (Date.now() > deadline)
      throw new Error(`Still waiting: ${JSON.stringify(run, null, 1).slice(0, 2000)}`);
    await pause(ms);
  }
};

/** A run's steps by id. */
export const stepsOf = (run: RunDetail) =>
  Object.fromEntries(run.steps.map((step) => [step.id, step]));
