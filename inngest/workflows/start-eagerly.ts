import { db, powers } from "@/inngest/workflows/powers";
import { afterResponse } from "@/lib/api/door/after-response";
import type { Place } from "@/lib/domain/inbound/receive";
import type { HeldRun } from "@/lib/domain/inbound/store-delivery";
import { isBrief } from "@/lib/domain/runs/eager/brief";
import { executeEagerly } from "@/lib/domain/runs/eager/execute";
import { Places } from "@/lib/domain/runs/eager/places";
import { stepsOf } from "@/lib/domain/runs/eager/steps";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { lookAfterHeld, release } from "@/lib/infra/events/held";
import { lookAtOutbox } from "@/lib/infra/events/relay";
import { afterIngress } from "@/lib/infra/limits/ingress-first";
import { correlate } from "@/lib/infra/log/correlation";

const around = { kinds: stepKinds, powers, now: () => new Date(), random: Math.random };

const places = new Places({ places: 16, perTenant: 12 });

/** Workflows whose runs wait for something, until when that is believed; then a new version may be brief. */
const unfit = new Map<string, number>();
const BELIEVED_MS = 30_000;
const UNFIT_MAX = 1000;

const noteUnfit = (workflowId: string) => {
  unfit.delete(workflowId);
  unfit.set(workflowId, performance.now() + BELIEVED_MS);
  if (unfit.size > UNFIT_MAX) unfit.delete(unfit.keys().next().value ?? "");
};

const start = async (held: HeldRun): Promise<void> => {
  const steps = await stepsOf(db(), held).catch(() => undefined);
  if (!steps || !isBrief(steps, stepKinds)) {
    if (steps) noteUnfit(held.workflowId);
    await release(held.heldEvent).catch(() => undefined);
    return;
  }
  // More comes in than is executed here: senders first.
  if (places.isFull(held.tenantId)) await afterIngress();
  const run = { ...held, steps, seed: [], effectKeys: null, isTold: false, startedAt: new Date() };
  const { isUnfit } = await correlate({ runId: held.runId }, () =>
    executeEagerly(run, { ...around, db: db() }),
  );
  if (isUnfit) noteUnfit(held.workflowId);
  lookAtOutbox();
};

/**
 * A place for a run that begins in the process that took its delivery in, without a way to the engine and back. Undefined
 * when all places are taken or the workflow is known to wait for something: then the engine is asked.
 */
export const reserve = (of: { tenantId: string; workflowId: string }): Place | undefined => {
  lookAfterHeld();
  if ((unfit.get(of.workflowId) ?? 0) > performance.now()) return undefined;
  const leave = places.take(of.tenantId);
  return leave && { leave, take: (run) => afterResponse(() => start(run).finally(leave)) };
};
