import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { dueAt } from "@/lib/domain/sequences/moment";

/**
 * Where somebody who is about to get step `step` of one version stands in another: at the same step, else at the next one
 * after it that is still there, else past the end. Steps that are new in front of it are not made up for.
 */
export const placeOf = (from: SequenceDefinition, step: number, to: SequenceDefinition): number => {
  for (const { key } of from.steps.slice(step)) {
    const found = to.steps.findIndex((other) => other.key === key);
    if (found >= 0) return found;
  }
  // Everything ahead is gone. What comes after the last step that was passed and is still there is still to come.
  const passed = from.steps.slice(0, step).map(({ key }) => key);
  const last = to.steps.findLastIndex(({ key }) => passed.includes(key));
  return last < 0 || step < from.steps.length ? to.steps.length : last + 1;
};

type Stand = { step: number; enteredAt: number; due: number; zone: string };

const whenOf = ({ steps }: SequenceDefinition, step: number) => {
  const at = steps[step];
  return at && (at.type === "mail" ? at.when : at.until);
};

/** When somebody who is moved is due: as before where the step's time is the same, else by the new one. Milliseconds. */
export const dueAfterMove = (
  from: SequenceDefinition,
  { step, enteredAt, due, zone }: Stand,
  to: SequenceDefinition,
  now: number,
): number => {
  const place = placeOf(from, step, to);
  const when = whenOf(to, place);
  if (!when) return now;
  const isSame =
    from.steps[step]?.key === to.steps[place]?.key &&
    JSON.stringify(whenOf(from, step)) === JSON.stringify(when);
  if (isSame) return due;
  return dueAt(when, { enteredAt, previousAt: "day" in when ? enteredAt : now, zone });
};
