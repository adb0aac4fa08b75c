import { ValueProblem } from "./problem.ts";

/**
 * Work one evaluation may do. A unit is about a tenth of a microsecond on a slow core, so the whole budget stays well
 * under the 50 ms that an expression may hold the process (EX-1).
 */
export const WORK_MAX = 100_000;

/** Characters of a text an expression may build, and items of a list it may walk or build. */
export const TEXT_MAX = 262_144;
export const ITEMS_MAX = 1000;

/** What one evaluation has left. `vars` are the names of the caller, `locals` those of loops, outermost first. */
export type Frame = { vars: Readonly<Record<string, unknown>>; locals: unknown[]; left: number };

/** Takes `units` of work or stops the evaluation. */
export const charge = (frame: Frame, units: number) => {
  frame.left -= units;
  if (frame.left < 0)
    throw new ValueProblem("the expression does too much work for one evaluation");
};

/** Passes a built text on if it is not too long, and charges for its length. */
export const built = (frame: Frame, text: string): string => {
  if (text.length > TEXT_MAX)
    throw new ValueProblem(`a text built here has at most ${TEXT_MAX} characters`);
  charge(frame, text.length >> 4);
  return text;
};
