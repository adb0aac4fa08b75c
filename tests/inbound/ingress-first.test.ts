import { expect, test } from "vitest";
import { afterIngress, asIngress } from "@/lib/infra/limits/ingress-first";

/** So many senders whose deliveries are being stored until `done` is called. */
const senders = (count: number) => {
  const ends: (() => void)[] = [];
  const all = Array.from({ length: count }, () =>
    asIngress(() => new Promise<void>((resolve) => ends.push(resolve))),
  );
  return {
    done: async () => {
      for (const end of ends) end();
      await Promise.all(all);
    },
  };
};

/** Whether it is over already, without waiting for a timer. */
const isOver = async (work: Promise<void>) => {
  const turn = new Promise<false>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([work.then(() => true), turn]);
};

const lull = () => new Promise((resolve) => setTimeout(resolve, 60));

test("a few senders keep nobody waiting", async () => {
  const few = senders(4);
  expect(await isOver(afterIngress())).toBe(true);
  await few.done();
});

test("in a rush what can wait begins when the senders have their answers and no more come", async () => {
  const rush = senders(10);
  const run = afterIngress();
  expect(await isOver(run)).toBe(false);
  await rush.done();
  expect(await isOver(afterIngress())).toBe(false);
  await run;
  await lull();
  expect(await isOver(afterIngress())).toBe(true);
});

test("a rush without end holds nothing up for good, and one that fails is over", async () => {
  const rush = senders(10);
  await afterIngress();
  expect(await isOver(afterIngress())).toBe(false);
  await rush.done();
  await expect(asIngress(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await lull();
  const after = senders(4);
  expect(await isOver(afterIngress())).toBe(true);
  await after.done();
});
