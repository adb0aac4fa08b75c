import { z } from "zod";

/**
 * A fault for the next `count` sends. `500` answers an HTML page, `429` asks to wait a second, `quota` says
 * that the day's quota is used up, `hang` never answers, `reset` closes the connection before the mail is accepted and `drop-after-accept`
 * after it (the one that finds duplicates), `slow` answers after `delayMs`.
 */
export const Fault = z.strictObject({
  mode: z.enum(["500", "429", "quota", "hang", "reset", "drop-after-accept", "slow"]),
  count: z.int().min(1).max(100_000).default(1),
  delayMs: z.int().min(1).max(600_000).default(2000),
});

export type Fault = z.infer<typeof Fault>;

/** The faults that are still to come, first set first used. */
export const createFaults = () => {
  let waiting: Fault[] = [];
  return {
    add: (fault: Fault) => {
      waiting.push({ ...fault });
    },
    take: (): Fault | null => {
      const [fault] = waiting;
      if (!fault) return null;
      fault.count -= 1;
      if (fault.count === 0) waiting = waiting.slice(1);
      return fault;
    },
    list: () => waiting.map((fault) => ({ ...fault })),
    clear: () => {
      waiting = [];
    },
  };
};
