import fc from "fast-check";
import { expect, test } from "vitest";
import { onboarding } from "@/lib/domain/onboarding/definition";
import { type Definition, END, type Event, machineOf } from "@/lib/domain/onboarding/machine";

const { current, start, reduce } = onboarding;
const { version, steps, items } = current;

const anyOf = (names: readonly string[]) => fc.constantFrom(...names, "of another version");

const anEvent = (definition: Definition): fc.Arbitrary<Event> =>
  fc.oneof(
    fc.record({
      type: fc.constantFrom("finish" as const, "skip" as const, "open" as const),
      step: anyOf(definition.steps),
    }),
    fc.record({ type: fc.constant("tick" as const), item: anyOf(definition.items) }),
    fc.record({
      type: fc.constant("pick" as const),
      picked: fc.record({ source: fc.string() }, { requiredKeys: [] }),
    }),
    fc.record({
      type: fc.constantFrom(
        "leave" as const,
        "return" as const,
        "dismiss" as const,
        "recall" as const,
        "celebrate" as const,
      ),
    }),
  );

const events = fc.array(anEvent(current), { maxLength: 40 });

const run = (all: readonly Event[], from = start()) =>
  all.reduce((state, event) => reduce(version, state, event), from);

test("the checklist has at most five items, and the wizard four steps", () => {
  expect(items.length).toBeLessThanOrEqual(5);
  expect(new Set([...steps, ...items]).size).toBe(steps.length + items.length);
});

test("finishing each step in turn leads to the end, and skipping does as well", () => {
  expect(run(steps.map((step) => ({ type: "finish", step }))).at).toBe(END);
  expect(run(steps.map((step) => ({ type: "skip", step }))).at).toBe(END);
});

test("in whatever order events come, no finished step and no ticked item is lost", () => {
  fc.assert(
    fc.property(events, fc.infiniteStream(fc.nat()), (all, dice) => {
      const shuffled = all
        .map((event) => [dice.next().value, event] as const)
        .sort(([a], [b]) => a - b)
        .map(([, event]) => event);
      const done = (state: ReturnType<typeof start>) =>
        Object.keys(state.marks)
          .filter((step) => state.marks[step] === "done")
          .sort();
      const [one, two] = [run(all), run(shuffled)];
      expect(done(two)).toEqual(done(one));
      expect([...two.items].sort()).toEqual([...one.items].sort());
      const finished = all.flatMap((event) =>
        event.type === "finish" && steps.includes(event.step) ? [event.step] : [],
      );
      expect(done(one)).toEqual([...new Set(finished)].sort());
    }),
  );
});

test("an event that comes again right away changes nothing, not even the object", () => {
  fc.assert(
    fc.property(events, anEvent(current), (all, event) => {
      const once = reduce(version, run(all), event);
      // Opening and finishing one's step again are moves of their own only when the place is elsewhere.
      const again = reduce(version, once, event);
      if (event.type === "finish" || event.type === "skip") {
        expect(again.marks).toEqual(once.marks);
      } else expect(again).toBe(once);
    }),
  );
});

test("a tab that is behind moves nobody", () => {
  const ahead = run([
    { type: "finish", step: "company" },
    { type: "finish", step: "source" },
  ]);
  const late = run([{ type: "finish", step: "company" }], ahead);
  expect(late).toBe(ahead);
  expect(run([{ type: "skip", step: "company" }], ahead).marks.company).toBe("done");
});

test("the log, applied to an empty state, gives the stored state", () => {
  fc.assert(
    fc.property(events, (all) => {
      let state = start();
      const log = all.filter((event) => {
        const next = reduce(version, state, event);
        const changes = next !== state;
        state = next;
        return changes;
      });
      expect(run(log)).toEqual(state);
    }),
  );
});

/** Chains of ten versions in which steps and items come, go and change their names. */
const chain = fc
  .array(
    fc.record({
      steps: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"), { maxLength: 5 }),
      items: fc.uniqueArray(fc.constantFrom("u", "v", "w", "x", "y", "z"), { maxLength: 5 }),
      renamed: fc.dictionary(
        fc.constantFrom("a", "b", "c", "u", "v", "constructor"),
        fc.constantFrom("d", "e", "f", "x", "y"),
      ),
    }),
    { minLength: 10, maxLength: 10 },
  )
  .map((all) => all.map((one, index) => ({ version: index + 1, ...one })));

test("a state stored under any of ten versions opens under the newest and can be gone on with", () => {
  fc.assert(
    fc.property(chain, fc.nat({ max: 9 }), fc.infiniteStream(fc.nat()), (all, index, dice) => {
      const [first, ...rest] = all as Definition[] as [Definition, ...Definition[]];
      const old = all[index] ?? first;
      const before = machineOf([first, ...rest.slice(0, index)]);
      const made = fc.sample(fc.array(anEvent(old), { maxLength: 12 }), {
        numRuns: 1,
        seed: dice.next().value,
      })[0];
      const stored = (made ?? []).reduce(
        (state, event) => before.reduce(old.version, state, event),
        before.start(),
      );
      const now = machineOf([first, ...rest]);
      const opened = now.open(old.version, JSON.parse(JSON.stringify(stored)));
      const newest = now.current;
      expect([...newest.steps, END]).toContain(opened.at);
      expect(Object.keys(opened.marks).every((step) => newest.steps.includes(step))).toBe(true);
      expect(opened.items.every((item) => newest.items.includes(item))).toBe(true);
      const through = newest.steps.reduce(
        (state, step) =>
          now.reduce(newest.version, now.reduce(newest.version, state, { type: "open", step }), {
            type: "finish",
            step,
          }),
        opened,
      );
      expect(newest.steps.every((step) => through.marks[step] === "done")).toBe(true);
    }),
  );
});

test("a step that was done under its old name is done under its new one", () => {
  const first: Definition = { version: 1, steps: ["firm", "hook"], items: ["seen"] };
  const second: Definition = {
    version: 2,
    steps: ["company", "plan", "hook"],
    items: ["watched"],
    renamed: { firm: "company", seen: "watched" },
  };
  const old = machineOf([first]);
  const stored = [
    { type: "finish", step: "firm" },
    { type: "tick", item: "seen" },
  ].reduce((state, event) => old.reduce(1, state, event as Event), old.start());
  expect(machineOf([first, second]).open(1, stored)).toMatchObject({
    at: "hook",
    marks: { company: "done" },
    items: ["watched"],
  });
});

test("whatever stands in the row, opening it never throws and gives a place that exists", () => {
  fc.assert(
    fc.property(fc.integer(), fc.json(), (stored, text) => {
      const state = onboarding.open(stored, JSON.parse(text));
      expect([...steps, END]).toContain(state.at);
    }),
  );
  for (const broken of [null, 7, "x", [], { at: 3, marks: [], items: {}, picked: null }])
    expect(onboarding.open(1, broken)).toEqual(start());
});
