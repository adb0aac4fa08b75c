import { expect, test } from "vitest";
import { inBatches } from "@/lib/infra/limits/in-batches";

/** Batches as they begin, each ended by hand. */
const watched = (bounds = { lanes: 1, maxCount: 4, maxWeight: 100 }) => {
  const batches: number[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const add = inBatches({
    ...bounds,
    weigh: (item: number) => item,
    work: (items) =>
      new Promise<number[]>((resolve, reject) => {
        batches.push(items);
        ends.push((error) => (error ? reject(error) : resolve(items.map((item) => item * 2))));
      }),
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (error?: Error) => {
    ends.shift()?.(error);
    await turn();
  };
  return { add, batches, end, turn };
};

test("what comes in one turn goes together, what comes meanwhile in the next, in order", async () => {
  const { add, batches, end, turn } = watched();
  const first = [1, 2].map(add);
  await turn();
  const next = [3, 4, 5, 6, 7].map(add);
  await turn();
  expect(batches).toEqual([[1, 2]]);
  await end();
  expect(batches).toEqual([
    [1, 2],
    [3, 4, 5, 6],
  ]);
  await end();
  await end();
  expect(batches.at(-1)).toEqual([7]);
  expect(await Promise.all([...first, ...next])).toEqual([2, 4, 6, 8, 10, 12, 14]);
});

test("a batch stops before it is too heavy, and takes what is too heavy alone", async () => {
  const { add, batches, end, turn } = watched();
  const all = [60, 40, 1, 500, 2].map(add);
  await turn();
  for (let n = 0; n < 4; n++) await end();
  expect(batches).toEqual([[60, 40], [1], [500], [2]]);
  expect(await Promise.all(all)).toEqual([120, 80, 2, 1000, 4]);
});

test("no more batches at once than lanes, and one that fails fails its items alone", async () => {
  const { add, batches, end, turn } = watched({ lanes: 2, maxCount: 1, maxWeight: 100 });
  const results = Promise.allSettled([1, 2, 3].map(add));
  await turn();
  expect(batches).toEqual([[1], [2]]);
  await end(new Error("away"));
  await end();
  await end();
  expect((await results).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
});
