import { createHash } from "node:crypto";

/** A number in [0, 1) that depends on both texts and on nothing else. */
const share = (salt: string, subject: string): number =>
  createHash("sha256").update(`${salt}:${subject}`).digest().readUIntBE(0, 6) / 2 ** 48;

/** The arm of a subject: the same for ever, and independent of every other experiment. */
export const armOf = (
  experiment: { id: string; arms: readonly { key: string; weight: number }[] },
  subject: string,
): string => {
  const total = experiment.arms.reduce((sum, { weight }) => sum + weight, 0);
  let at = share(`experiment:${experiment.id}`, subject) * total;
  for (const { key, weight } of experiment.arms) {
    if (at < weight) return key;
    at -= weight;
  }
  return experiment.arms.at(-1)?.key ?? "";
};

/** Whether a subject is one of those who get nothing, so that the sequence's effect can be measured. */
export const isHeldOut = (sequenceId: string, holdout: number, subject: string): boolean =>
  share(`holdout:${sequenceId}`, subject) < holdout;
