import { LetterState } from "@/lib/domain/dead-letters/schema";

/** What the room calls the states of letters. */
export const LETTER_STATES: Record<LetterState, string> = {
  open: "Open",
  redriving: "Under way",
  resolved: "Resolved",
  redriven: "Failed again",
  discarded: "Discarded",
};

/** The state an address names; open when it names none of ours. */
export const readState = (value: unknown): LetterState => {
  const known = LetterState.safeParse(value);
  return known.success ? known.data : "open";
};
