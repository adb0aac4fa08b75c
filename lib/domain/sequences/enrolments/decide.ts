import { type Action, advance, type Facts, type Position } from "@/lib/domain/sequences/advance";
import type { SequenceDefinition, SequenceStep } from "@/lib/domain/sequences/definition";

/** One entry of an enrolment's log; `at` and `until` in milliseconds. */
export type Entry = {
  what:
    | "enter"
    | "send"
    | "pass"
    | "hold"
    | "goal"
    | "exit"
    | "complete"
    | "pause"
    | "resume"
    | "move";
  stepKey: string | null;
  reason: string | null;
  until: number | null;
};

export type MailStep = SequenceStep & { type: "mail" };

/** Where a person stands after all that is to be done now, and what that was. Instants in milliseconds. */
export type Decision = {
  position: Position;
  status: "active" | "completed" | "exited";
  reason: string | null;
  /** When to look again; null when it is over. */
  nextAt: number | null;
  /** The event the step it stands at waits for. */
  awaits: string | null;
  entries: Entry[];
  sends: MailStep[];
};

/** A step cannot be passed twice, so that this many decisions in a row are never needed. */
const DECISIONS_MAX = 200;

const HELD_LOUDLY = new Set(["outside the window", "frequency cap"]);

const entryOf = (action: Action): Entry | undefined => {
  if (action.do === "hold")
    return HELD_LOUDLY.has(action.reason)
      ? { what: "hold", stepKey: null, reason: action.reason, until: action.until }
      : undefined;
  if (action.do === "exit")
    return {
      what: action.reason === "goal reached" ? "goal" : "exit",
      stepKey: null,
      reason: action.reason,
      until: null,
    };
  if (action.do === "complete")
    return { what: "complete", stepKey: null, reason: null, until: null };
  const reason = action.do === "pass" ? action.reason : null;
  return { what: action.do, stepKey: action.step.key, reason, until: null };
};

/**
 * Everything to be done for a person now: one decision of `advance` after the other until one says to wait or that it is
 * over. Pure. `isCapped` says whether the mails count as marketing, for the caps.
 */
export const decide = (
  definition: SequenceDefinition,
  start: Position,
  facts: Facts,
  now: number,
  isCapped: boolean,
): Decision => {
  const result: Decision = {
    position: start,
    status: "active",
    reason: null,
    nextAt: null,
    awaits: null,
    entries: [],
    sends: [],
  };
  let known = isCapped ? facts : { ...facts, mailed: [] };
  for (let n = 0; n < DECISIONS_MAX; n += 1) {
    const action = advance(definition, result.position, known, now);
    const entry = entryOf(action);
    if (entry) {
      const here = definition.steps[result.position.step]?.key ?? null;
      result.entries.push(entry.what === "hold" ? { ...entry, stepKey: here } : entry);
    }
    if (action.do === "hold") {
      const step = definition.steps[result.position.step];
      result.nextAt = action.until;
      result.awaits = step?.type === "wait" ? step.event : null;
      return result;
    }
    if (action.do === "exit" || action.do === "complete") {
      result.status = action.do === "exit" ? "exited" : "completed";
      result.reason = action.do === "exit" ? action.reason : null;
      return result;
    }
    if (action.do === "send") {
      result.sends.push(action.step);
      if (isCapped) known = { ...known, mailed: [...known.mailed, now] };
    }
    result.position = action.next;
    // What came was for the step just left.
    known = { ...known, eventCame: false };
  }
  throw new RangeError("a sequence decided more often than it has steps");
};
