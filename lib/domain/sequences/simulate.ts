import { armOf, isHeldOut } from "@/lib/domain/sequences/assign";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { timeline, type World } from "@/lib/domain/sequences/timeline";

const DAY_MS = 86_400_000;

/** One person of a simulated population. */
export type Simulated = {
  id: string;
  zone: string;
  enteredAt: number;
  scope: Readonly<Record<string, unknown>>;
};

/** What a population would get: mails by step and day, passed steps by reason, ends by reason. Days count from 0. */
export type Simulation = {
  people: number;
  sent: number;
  heldOut: number;
  steps: Record<string, { sent: number; passed: Record<string, number> }>;
  sentByDay: number[];
  ends: Record<string, number>;
  arms: Record<string, number>;
};

const add = (counts: Record<string, number>, key: string) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** Runs a sequence over a population on a virtual clock for `days` days; nothing is sent and nothing is stored. */
export const simulate = (
  sequenceId: string,
  definition: SequenceDefinition,
  people: Iterable<Simulated>,
  days: number,
  world?: (person: Simulated) => World,
): Simulation => {
  const steps = Object.fromEntries(
    definition.steps.map(({ key }) => [key, { sent: 0, passed: {} as Record<string, number> }]),
  );
  const result: Simulation = {
    people: 0,
    sent: 0,
    heldOut: 0,
    steps,
    sentByDay: Array.from({ length: days + 1 }, () => 0),
    ends: {},
    arms: {},
  };
  for (const person of people) {
    result.people += 1;
    const { id, zone, enteredAt, scope } = person;
    const arm = definition.experiment ? armOf(definition.experiment, id) : null;
    const held = isHeldOut(sequenceId, definition.holdout, id);
    if (held) result.heldOut += 1;
    if (arm) add(result.arms, arm);
    const given = { enteredAt, zone, arm, isHeldOut: held, scope };
    let ended = false;
    for (const { what, at, stepKey, reason } of timeline(
      definition,
      given,
      enteredAt + days * DAY_MS,
      world?.(person),
    )) {
      const step = stepKey === null ? undefined : steps[stepKey];
      if (what === "send") {
        result.sent += 1;
        if (step) step.sent += 1;
        const day = Math.floor((at - enteredAt) / DAY_MS);
        result.sentByDay[day] = (result.sentByDay[day] ?? 0) + 1;
      } else if (what === "pass") add(step?.passed ?? {}, reason ?? "");
      else {
        ended = true;
        add(result.ends, reason ?? "completed");
      }
    }
    if (!ended) add(result.ends, "still under way");
  }
  return result;
};
