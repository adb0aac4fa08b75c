import { expect, test } from "vitest";
import { Line, type Turn } from "@/lib/domain/runs/eager/line";

const turnOver = () => new Promise((resolve) => setImmediate(resolve));

/** A line in which everybody who has a place is named in `begun`, in order. */
const watched = (limits: Partial<ConstructorParameters<typeof Line>[0]> = {}) => {
  const rush = { is: false, end: () => {} };
  const line = new Line({
    places: 3,
    perTenant: 2,
    waiting: 4,
    isRush: () => rush.is,
    afterRush: () =>
      new Promise((resolve) => {
        rush.end = resolve;
      }),
    ...limits,
  });
  const begun: string[] = [];
  const enter = (name: string): Turn | undefined => {
    const turn = line.enter(name.slice(0, 1));
    void turn?.ready.then(() => begun.push(name));
    return turn;
  };
  return { enter, begun, rush };
};

test("a tenant has its share of the places, and the next in line one that becomes free", async () => {
  const { enter, begun } = watched();
  const [a1] = ["a1", "a2", "a3", "a4"].map(enter);
  enter("b1");
  await turnOver();
  expect(begun).toEqual(["a1", "a2", "b1"]);
  a1?.leave();
  a1?.leave();
  await turnOver();
  expect(begun).toEqual(["a1", "a2", "b1", "a3"]);
});

test("tenants that wait have their turns one after the other", async () => {
  const { enter, begun } = watched({ places: 1, perTenant: 1 });
  const turns = ["a1", "a2", "a3", "b1", "b2", "c1"].map(enter);
  for (const name of ["a1", "b1", "c1", "a2", "b2", "a3"]) {
    await turnOver();
    expect(begun.at(-1)).toBe(name);
    turns[["a1", "a2", "a3", "b1", "b2", "c1"].indexOf(name)]?.leave();
  }
});

test("too many of a tenant are not taken; whoever leaves the line makes room in it", async () => {
  const { enter, begun } = watched();
  const turns = ["a1", "a2", "a3", "a4", "a5", "a6"].map(enter);
  expect(enter("a7")).toBeUndefined();
  expect(enter("b1")).toBeDefined();
  turns[2]?.leave();
  expect(enter("a7")).toBeDefined();
  turns[0]?.leave();
  await turnOver();
  expect(begun).toEqual(["a1", "a2", "b1", "a4"]);
});

test("in a rush one goes on at a time, as soon as there are more than places", async () => {
  const { enter, begun, rush } = watched({ perTenant: 3 });
  rush.is = true;
  const turns = ["a1", "a2", "a3"].map(enter);
  await turnOver();
  expect(begun).toEqual(["a1", "a2", "a3"]);
  turns.push(...["a4", "a5"].map(enter));
  for (const turn of turns.slice(0, 2)) turn?.leave();
  await turnOver();
  expect(begun).toEqual(["a1", "a2", "a3", "a4", "a5"]);
  for (const name of ["a6", "a7", "a8"]) enter(name);
  turns[2]?.leave();
  turns[3]?.leave();
  await turnOver();
  expect(begun).toHaveLength(5);
  rush.is = false;
  rush.end();
  await turnOver();
  expect(begun).toEqual(["a1", "a2", "a3", "a4", "a5", "a6", "a7"]);
});
