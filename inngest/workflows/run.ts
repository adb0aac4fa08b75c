import { NonRetriableError, RetryAfterError } from "inngest";
import { waitPowers } from "@/inngest/waits/powers";
import { worker } from "@/lib/core/caller";
import { AppError, ERRORS } from "@/lib/core/errors";
import { queueMail } from "@/lib/domain/mail/queue";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun, finishRun, type LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { Durable } from "@/lib/domain/runs/execution/surroundings";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { OutgoingMail } from "@/lib/domain/workflows/steps/step-kind";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { fromPostgres } from "@/lib/infra/db/errors";
import { runCancelled, runRequested, waitResolved } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";
import { sleep } from "@/lib/infra/events/sleep";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";

const db = () =>
  asSystem(
    "one statement a step, each bound to the run's tenant, instead of a transaction of four",
  );

/** What steps may do outside, in the name of the run's tenant. */
const powers = (run: LoadedRun) => ({
  fetch: safeFetch,
  waits: waitPowers(run),
  sendMail: (key: string, { to, subject, paragraphs }: OutgoingMail) => {
    const props = { title: subject, paragraphs, tenant: run.tenant.name };
    const origin = run.requestId === null ? {} : { requestId: run.requestId };
    return asTenant(worker("workflows-run", run.tenantId, origin), (tx) =>
      queueMail(tx, { key, template: "workflow-message", to, props, runId: run.runId }),
    );
  },
});

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
      await step.run("mark the run failed", () =>
        finishRun(db(), { tenantId, runId }, outcome, []),
      );
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
    const around = { kinds: stepKinds, powers, now: () => new Date(), random: Math.random };
    const status = await inEngineWords(async () => {
      const run = await beginRun(db(), data);
      return run ? interpret(run, { ...around, db: db() }, durable) : "ended before";
    });
    nudgeRelay();
    return { status };
  },
);
