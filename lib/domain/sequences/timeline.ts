import {
  type Action,
  advance,
  enter,
  type Facts,
  type Position,
} from "@/lib/domain/sequences/advance";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";

const WEEK_MS = 7 * 86_400_000;

/** One thing that happens to a person in a sequence; `at` in milliseconds, `reason` says why a step was passed over or the end came. */
export type Moment = {
  at: number;
  stepKey: string | null;
  what: "send" | "pass" | "exit" | "complete";
  reason: string | null;
  arm: string | null;
};

/** What the virtual world tells at an instant; left out, nobody blocks, reaches a goal or sends an event. */
export type World = (position: Position, now: number) => Partial<Facts>;

const momentOf = (action: Action, position: Position, at: number): Moment | undefined => {
  const { arm } = position;
  if (action.do === "hold") return undefined;
  if (action.do === "exit") return { at, stepKey: null, what: "exit", reason: action.reason, arm };
  if (action.do === "complete") return { at, stepKey: null, what: "complete", reason: null, arm };
  if (action.do === "send")
    return { at, stepKey: action.step.key, what: "send", reason: null, arm };
  return { at, stepKey: action.step.key, what: "pass", reason: action.reason, arm };
};

type Person = Pick<Position, "enteredAt" | "zone" | "arm" | "isHeldOut"> & {
  scope: Facts["scope"];
  mailed?: readonly number[];
};

/**
 * Everything a sequence would do to one person until `untilMs`, on a clock that jumps from one decision to the next: the
 * decisions are those of `advance`, which also makes the real ones.
 */
export const timeline = (
  definition: SequenceDefinition,
  { scope, mailed = [], ...person }: Person,
  untilMs: number,
  world: World = () => ({}),
): Moment[] => {
  let position = enter(definition, person);
  let now = position.enteredAt;
  const sent = [...mailed];
  const moments: Moment[] = [];
  while (now <= untilMs) {
    const recent = sent.filter((at) => at > now - WEEK_MS);
    const action = advance(
      definition,
      position,
      { mailed: recent, scope, ...world(position, now) },
      now,
    );
    const moment = momentOf(action, position, now);
    if (moment) moments.push(moment);
    if (action.do === "exit" || action.do === "complete") return moments;
    if (action.do === "hold") {
      now = action.until;
      continue;
    }
    if (action.do === "send") sent.push(now);
    position = action.next;
  }
  return moments;
};
