import { setTimeout as sleep } from "node:timers/promises";

/** So many senders waiting at once are a rush. Fewer than that leave the process time for runs. */
const RUSH = 8;

/** Senders come in waves, each when the wave before was answered; between two of them the rush is not over. */
const LULL_MS = 20;

/** Nothing that can wait waits longer than this at one go, however long the rush lasts. */
const WAIT_MAX_MS = 100;
const LOOK_MS = 5;

let senders = 0;
let lastRush = Number.NEGATIVE_INFINITY;

/** Whether so many senders wait in this process that what can wait should. */
export const isRush = (): boolean => senders >= RUSH || performance.now() - lastRush < LULL_MS;

/** Does `work` for a sender who waits for its answer and gives up after seconds. */
export const asIngress = async <T>(work: () => Promise<T>): Promise<T> => {
  senders++;
  try {
    return await work();
  } finally {
    if (senders-- >= RUSH) lastRush = performance.now();
  }
};

/**
 * Resolves when no rush of senders is on in this process, at the latest after 100 ms. What the durable engine asks for is
 * stored and may wait; a delivery is not before it is answered.
 */
export const afterIngress = async (): Promise<void> => {
  for (const end = performance.now() + WAIT_MAX_MS; isRush() && performance.now() < end; )
    await sleep(LOOK_MS);
};
