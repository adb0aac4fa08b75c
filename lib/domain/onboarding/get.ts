import { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { advance, type Place, readPlace, type Who } from "@/lib/domain/onboarding/advance";
import { onboarding } from "@/lib/domain/onboarding/definition";
import { readFacts } from "@/lib/domain/onboarding/facts";
import type { Event } from "@/lib/domain/onboarding/machine";
import { Onboarding, Source } from "@/lib/domain/onboarding/schema";
import { may } from "@/lib/domain/tenants/permissions";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** The person of a call. Throws forbidden for keys: onboarding belongs to people. */
export const whoOf = (caller: Caller): Who => {
  if (caller.kind !== "user") throw new AppError("forbidden", "Only a person has an onboarding.");
  return { tenantId: caller.tenantId, userId: caller.userId };
};

/** A place as people see it. */
export const viewOf = ({ rev, state, completedAt }: Place): Onboarding => {
  const { version, steps, items } = onboarding.current;
  const { source, template, workflowId } = state.picked;
  const isComplete = completedAt !== null;
  return Onboarding.parse({
    version,
    rev,
    at: state.at,
    left: state.left,
    steps: steps.map((id) => ({ id, mark: state.marks[id] ?? "open" })),
    picked: {
      ...(Source.safeParse(source).success && { source }),
      ...(template && { template }),
      ...(z.uuid().safeParse(workflowId).success && { workflowId }),
    },
    items: items.map((id) => ({ id, isDone: state.items.includes(id) })),
    isComplete,
    isDismissed: state.dismissed,
    celebrate: isComplete && !state.celebrated,
  });
};

/**
 * Ticks what has been done in the tenant since the last look. Who finds everything done at the first look has nothing to
 * celebrate.
 */
export const refresh = async (tx: Tx, who: Who): Promise<Place> => {
  const place = await readPlace(tx, who);
  if (place.completedAt) return place;
  const done = await readFacts(tx);
  const ticks: Event[] = done
    .filter((item) => !place.state.items.includes(item))
    .map((item) => ({ type: "tick", item }));
  const isDoneAtOnce =
    place.isNew && onboarding.current.items.every((item) => done.some((one) => one === item));
  if (isDoneAtOnce) ticks.push({ type: "celebrate" });
  return ticks.length > 0 ? advance(tx, who, ticks) : place;
};

/** As `getOnboarding`, but null for those who are led nowhere: who may not set up, or is no member. */
export const leadOnboarding = async (caller: Caller): Promise<Onboarding | null> => {
  if (!may(caller, "tenant:write")) return null;
  return getOnboarding(caller).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "forbidden") return null;
    throw error;
  });
};

/** How far the person has come, with what was done meanwhile ticked. Throws forbidden for keys and for who is no member. */
export const getOnboarding = (caller: Caller): Promise<Onboarding> =>
  asTenant(caller, async (tx) => viewOf(await refresh(tx, whoOf(caller))));
