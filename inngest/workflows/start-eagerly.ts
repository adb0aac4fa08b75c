import { db, powers } from "@/inngest/workflows/powers";
import { afterResponse } from "@/lib/api/door/after-response";
import type { Place } from "@/lib/domain/inbound/receive";
import type { HeldRun } from "@/lib/domain/inbound/store-delivery";
import { isBrief } from "@/lib/domain/runs/eager/brief";
import { executeEagerly } from "@/lib/domain/runs/eager/execute";
import { Line, type Turn } from "@/lib/domain/runs/eager/line";
import { stepsOf } from "@/lib/domain/runs/eager/steps";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { release } from "@/lib/infra/events/held";
import { lookAtOutbox } from "@/lib/infra/events/relay";
import { afterIngress, isRush } from "@/lib/infra/limits/ingress-first";
import { correlate } from "@/lib/infra/log/correlation";

const around = { kinds: stepKinds, powers, now: () => new Date(), random: Math.random };

/** The engine has 20 runs of a tenant under way at once; so many begin here besides. */
const line = new Line({
  places: 16,
  perTenant: 12,
  waiting: 64,
  isRush,
  afterRush: afterIngress,
});

/** Whoever waits longer in the line is the engine's. */
const PATIENCE_MS = 2000;

/** Workflows whose runs wait for something, until when that is believed; then a new version may be brief. */
const unfit = new Map<string, number>();
const BELIEVED_MS = 30_000;
const UNFIT_MAX = 1000;

const isUnfit = (workflowId: string) => (unfit.get(workflowId) ?? 0) > performance.now();

const noteUnfit = (workflowId: string) => {
  unfit.delete(workflowId);
  unfit.set(workflowId, performance.now() + BELIEVED_MS);
  if (unfit.size > UNFIT_MAX) unfit.delete(unfit.keys().next().value ?? "");
};

const isReady = ({ ready }: Turn): Promise<boolean> =>
  new Promise((resolve) => {
    const tired = setTimeout(() => resolve(false), PATIENCE_MS);
    void ready.then(() => {
      clearTimeout(tired);
      resolve(true);
    });
  });

const start = async (held: HeldRun, turn: Turn): Promise<void> => {
  const steps = await stepsOf(db(), held).catch(() => undefined);
  if (steps && !isBrief(steps, stepKinds)) noteUnfit(held.workflowId);
  if (!steps || isUnfit(held.workflowId) || !(await isReady(turn))) {
    await release(held.heldEvent).catch(() => undefined);
    return;
  }
  const run = { ...held, steps, seed: [], effectKeys: null, isTold: false, startedAt: new Date() };
  const end = await correlate({ runId: held.runId }, () =>
    executeEagerly(run, { ...around, db: db() }),
  );
  if (end.isUnfit) noteUnfit(held.workflowId);
  lookAtOutbox();
};

/**
 * A place for a run that begins in the process that took its delivery in, without a way to the engine and back. Undefined
 * when many wait for one or the workflow is known to wait for something: then the engine is asked.
 */
export const reserve = (of: { tenantId: string; workflowId: string }): Place | undefined => {
  const turn = isUnfit(of.workflowId) ? undefined : line.enter(of.tenantId);
  if (!turn) return undefined;
  const { leave } = turn;
  return { leave, take: (run) => afterResponse(() => start(run, turn).finally(leave)) };
};
