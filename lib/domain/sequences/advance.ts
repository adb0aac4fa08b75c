import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";
import type { SequenceDefinition, SequenceStep } from "@/lib/domain/sequences/definition";
import { dueAt, nextOpen } from "@/lib/domain/sequences/moment";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Marketing mail of all sequences together that one person gets at most (G17). */
export const CAPS = [
  { count: 1, withinMs: DAY_MS },
  { count: 3, withinMs: 7 * DAY_MS },
] as const;

/** Where a person stands in a sequence. Instants in milliseconds; `step` is an index, `due` is when it is. */
export type Position = {
  enteredAt: number;
  zone: string;
  arm: string | null;
  isHeldOut: boolean;
  step: number;
  due: number;
};

/** What is known right before something would be done. */
export type Facts = {
  /** Why this person gets nothing more of this category, such as `unsubscribed`, `bounced`, `complained`, `deleted`. */
  blocked?: string | undefined;
  goalReached?: boolean | undefined;
  /** Name of the exit event that came. */
  exit?: string | undefined;
  /** The event a wait step is waiting for has come since the step before it. */
  eventCame?: boolean | undefined;
  /** Keys of steps whose mail this person has got in this sequence, also from another version. */
  sent?: readonly string[] | undefined;
  /** Instants of marketing mails of the last seven days, of all sequences. */
  mailed: readonly number[];
  /** What conditions may ask about: person, tenant, event. */
  scope: Readonly<Record<string, unknown>>;
};

/** What to do now. `next` is where the person stands afterwards. */
export type Action =
  | { do: "exit"; reason: string }
  | { do: "complete" }
  | {
      do: "hold";
      until: number;
      reason: "not due" | "outside the window" | "frequency cap" | "waiting";
    }
  | { do: "pass"; step: SequenceStep; reason: string; next: Position }
  | { do: "send"; step: SequenceStep & { type: "mail" }; next: Position };

/** Where somebody stands who enters now. */
export const enter = (
  definition: SequenceDefinition,
  given: Pick<Position, "enteredAt" | "zone" | "arm" | "isHeldOut">,
): Position => moveTo(definition, { ...given, step: 0, due: given.enteredAt }, 0, given.enteredAt);

const moveTo = (
  { steps }: SequenceDefinition,
  position: Position,
  step: number,
  now: number,
): Position => {
  const to = steps[step];
  if (!to) return { ...position, step, due: now };
  const origin = { ...position, previousAt: now };
  return { ...position, step, due: dueAt(to.type === "mail" ? to.when : to.until, origin) };
};

/** The first instant at which no cap is broken by one more mail. */
const uncappedAt = (mailed: readonly number[], now: number): number =>
  CAPS.reduce((until, { count, withinMs }) => {
    const recent = mailed.filter((at) => at > now - withinMs).sort((a, b) => b - a);
    const blocking = recent[count - 1];
    return blocking === undefined ? until : Math.max(until, blocking + withinMs);
  }, now);

/** Why a step is passed over because of its condition, or undefined when it holds. */
const unmet = (condition: string | undefined, scope: Facts["scope"]): string | undefined => {
  if (condition === undefined) return undefined;
  try {
    return evaluate(condition, scope) === true ? undefined : "its condition is not met";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `its condition cannot be judged: ${error.message}`.slice(0, 300);
  }
};

/**
 * The one next thing to do for a person, from the definition, where the person stands, what is known and the time alone.
 * Deciding the same again changes nothing. A condition that cannot be judged does not hold.
 */
export const advance = (
  definition: SequenceDefinition,
  position: Position,
  facts: Facts,
  now: number,
): Action => {
  if (facts.blocked) return { do: "exit", reason: facts.blocked };
  if (facts.goalReached) return { do: "exit", reason: "goal reached" };
  if (facts.exit) return { do: "exit", reason: facts.exit };
  const step = definition.steps[position.step];
  if (!step) return { do: "complete" };
  const next = moveTo(definition, position, position.step + 1, now);
  const pass = (reason: string): Action => ({ do: "pass", step, reason, next });
  if (step.type === "wait") {
    if (facts.eventCame) return pass(`${step.event} came`);
    if (now >= position.due) return pass(`${step.event} did not come`);
    return { do: "hold", until: position.due, reason: "waiting" };
  }
  if (now < position.due) return { do: "hold", until: position.due, reason: "not due" };
  if (facts.sent?.includes(step.key)) return pass("sent before");
  if (step.arms && !step.arms.includes(position.arm ?? "")) return pass("for another arm");
  if (now > position.due + step.lateHours * HOUR_MS) return pass("too late");
  const why = unmet(step.if, facts.scope);
  if (why) return pass(why);
  if (position.isHeldOut && !step.toHeldOut) return pass("held out to measure the effect");
  const opens = nextOpen(definition.window, position.zone, now);
  if (opens > now) return { do: "hold", until: opens, reason: "outside the window" };
  const uncapped = uncappedAt(facts.mailed, now);
  if (uncapped > now) {
    if (uncapped > position.due + step.lateHours * HOUR_MS) return pass("frequency cap");
    return { do: "hold", until: uncapped, reason: "frequency cap" };
  }
  return { do: "send", step, next };
};
