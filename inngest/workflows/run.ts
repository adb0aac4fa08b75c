import { NonRetriableError, RetryAfterError } from "inngest";
import { db, powers } from "@/inngest/workflows/powers";
import { AppError, ERRORS } from "@/lib/core/errors";
import { finishRun } from "@/lib/domain/runs/execution/finish";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import type { Durable } from "@/lib/domain/runs/execution/surroundings";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { fromPostgres } from "@/lib/infra/db/errors";
import { runCancelled, runRequested, waitResolved } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { lookAtOutbox, nudgeRelay } from "@/lib/infra/events/relay";
import { sleep } from "@/lib/infra/events/sleep";

// The engine asks again in seconds when the database was away, instead of after its own long pauses.
const RETRY_MS = 2000;

/** Tells the engine in its own words whether and when to come back. */
const inEngineWords = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const known = error instanceof AppError ? error : fromPostgres(error);
    if (!known) throw error;
    if (!ERRORS[known.code].retry) throw new NonRetriableError(known.message, { cause: error });
    const ms = known.retryAfterS === undefined ? RETRY_MS : known.retryAfterS * 1000;
    throw new RetryAfterError(known.message, ms, { cause: error });
  }
};

/**
 * Executes one run of a workflow. Results of effects are recorded in our own ledger before the engine hears of them, so
 * they are handed over in one piece at the end of a stretch (`bufferedSteps`) instead of one request each.
 */
export const runWorkflow = inngest.createFunction(
  {
    id: "workflows-run",
    triggers: [runRequested],
    idempotency: "event.data.runId",
    concurrency: { key: "event.data.tenantId", limit: 20 },
    priority: {
      run: "event.data.priority >= 300 ? 300 : event.data.priority >= 120 ? 120 : event.data.priority >= 60 ? 60 : 0",
    },
    cancelOn: [{ event: runCancelled, if: "async.data.runId == event.data.runId" }],
    checkpointing: { bufferedSteps: 1000, maxRuntime: "60s" },
    retries: 19,
    onFailure: async ({ event, error, step }) => {
      const { tenantId, runId } = event.data.event.data;
      const outcome = {
        status: "failed",
        error: { code: "internal", message: error.message },
      } as const;
      await step.run("mark the run failed", () => finishRun(db(), { tenantId, runId }, outcome));
      nudgeRelay();
    },
  },
  async ({ event: { data }, step, group }) => {
    const durable: Durable = {
      run: (id, work) => step.run(id, () => inEngineWords(work)) as ReturnType<typeof work>,
      sleep: (id, until) => sleep(step, id, until),
      wait: async (id, key, until) => {
        const isOurs = `async.data.key == ${JSON.stringify(key)}`;
        await step.waitForEvent(id, { event: waitResolved, if: isOurs, timeout: until });
      },
      race: (work) => group.parallel({ mode: "race" }, work),
    };
    if (data.notBefore && Date.parse(data.notBefore) > Date.now())
      await sleep(step, "until the next attempt", new Date(data.notBefore));
    const around = { kinds: stepKinds, powers, now: () => new Date(), random: Math.random };
    const status = await inEngineWords(async () => {
      const run = await beginRun(db(), data);
      return run ? interpret(run, { ...around, db: db() }, durable) : "ended before";
    });
    lookAtOutbox();
    return { status };
  },
);
