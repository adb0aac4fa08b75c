import { group, NonRetriableError, RetryAfterError } from "inngest";
import { expect } from "vitest";
import type { Case } from "./cases.ts";
import { eventually } from "./harness.ts";

const failing = (times: number, count: number, message = "not yet"): void => {
  if (count <= times) throw new Error(message);
};

/** Rows about steps, retries and sleeping. They hold with checkpoints on and off. */
export const STEP_CASES: Case[] = [
  {
    row: "2",
    name: "a function without steps runs once and its answer is the output",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r2", triggers: [{ event }] }, ({ event: { name } }) => {
        note("body");
        return { name, body: "ok" };
      }),
    ],
    check: async (pair, event, { list }) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Completed", output: { name: event, body: "ok" } });
      expect(list).toEqual(["body"]);
    },
  },
  {
    row: "3",
    name: "steps run in order around a sleep and each body runs once",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r3", triggers: [{ event }] }, async ({ step }) => {
        const a = await step.run("a", () => note("a"));
        await step.sleep("nap", "1s");
        return step.run("b", () => a + note("b"));
      }),
    ],
    check: async (pair, event, { list }) => {
      const began = Date.now();
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Completed", output: 2 });
      expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
      expect(list).toEqual(["a", "b"]);
    },
  },
  {
    row: "4",
    name: "a step's try and the body's try are counted apart",
    functions: (c, event, { list, note }) => [
      c.createFunction({ id: "r4", triggers: [{ event }] }, async ({ step, attempt }) => {
        await step.run("s", () => failing(1, note(`step`)));
        list.push(`body ${attempt}`);
        failing(1, note("body"));
        return "done";
      }),
    ],
    check: async (pair, event, { list }) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Completed", output: "done" });
      expect(list.filter((one) => one.startsWith("body "))).toEqual(
        expect.arrayContaining(["body 0", "body 1"]),
      );
      expect(list.filter((one) => one === "step")).toHaveLength(2);
    },
  },
  {
    row: "10",
    name: "values flow through three steps",
    functions: (c, event) => [
      c.createFunction({ id: "r10", triggers: [{ event }] }, async ({ step }) => {
        const a = await step.run("a", () => 1);
        const b = await step.run("b", () => a + 1);
        return step.run("c", () => b + 1);
      }),
    ],
    check: async (pair, event) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ output: 3 });
    },
  },
  {
    row: "11",
    name: "sixty steps in a loop",
    functions: (c, event) => [
      c.createFunction({ id: "r11", triggers: [{ event }] }, async ({ step }) => {
        let sum = 0;
        for (let i = 0; i < 60; i++) sum += await step.run(`s${i}`, () => 1);
        return sum;
      }),
    ],
    check: async (pair, event) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ output: 60 });
    },
  },
  {
    row: "12",
    name: "the same step id in a loop gives distinct results in order",
    functions: (c, event) => [
      c.createFunction({ id: "r12", triggers: [{ event }] }, async ({ step }) => {
        const results: number[] = [];
        for (let i = 0; i < 5; i++) results.push(await step.run("x", () => i));
        return results;
      }),
    ],
    check: async (pair, event) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({
        output: [0, 1, 2, 3, 4],
      });
    },
  },
  {
    row: "13",
    also: ["14"],
    name: "twenty parallel steps join, each body runs once, and few discoveries are asked for",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r13", triggers: [{ event }] }, async ({ step }) => {
        const parts = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            step.run(`p${i}`, () => {
              note(`p${i}`);
              return i;
            }),
          ),
        );
        return step.run("sum", () => parts.reduce((a, b) => a + b, 0));
      }),
    ],
    check: async (pair, event, { list }) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ output: 190 });
      expect(new Set(list).size).toBe(list.length);
      const requests = pair.app.seen.filter(({ fnId }) => fnId === `${pair.app.id}-r13`);
      const discoveries = requests.filter(({ stepId }) => stepId === "step");
      expect(discoveries.length).toBeLessThanOrEqual(3);
      expect(requests.length).toBeLessThanOrEqual(23);
    },
  },
  {
    row: "15",
    name: "of parallel steps one fails for good and the others keep their results",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r15", retries: 1, triggers: [{ event }] }, async ({ step }) => {
        const settled = await Promise.allSettled([
          step.run("ok", () => "kept"),
          step.run("bad", () => failing(9, note("bad"))),
        ]);
        return settled.map((one) => one.status);
      }),
    ],
    check: async (pair, event, { list }) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Completed", output: ["fulfilled", "rejected"] });
      expect(list).toHaveLength(2);
    },
  },
  {
    row: "16",
    name: "after a race the function goes on at once, without waiting for the slow branch",
    functions: (c, event, { list }) => [
      c.createFunction({ id: "r16", triggers: [{ event }] }, async ({ step }) => {
        const winner = await group.parallel({ mode: "race" }, () =>
          Promise.race([
            step.run("fast", () => "fast"),
            step.sleep("slow", "12s").then(() => "slow"),
          ]),
        );
        await step.run("after", () => list.push(String(Date.now())));
        return winner;
      }),
    ],
    check: async (pair, event, { list }) => {
      const began = Date.now();
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Completed", output: "fast" });
      expect(Number(list[0]) - began).toBeLessThan(10_000);
    },
  },
  {
    row: "17",
    name: "sleep, wait and step run side by side",
    functions: (c, event) => [
      c.createFunction({ id: "r17", triggers: [{ event }] }, async ({ step }) => {
        const [, waited, ran] = await Promise.all([
          step.sleep("nap", "1s"),
          step.waitForEvent("wait", { event: `${event}.more`, timeout: "20s" }),
          step.run("run", () => "ran"),
        ]);
        return [waited?.data.value, ran];
      }),
    ],
    check: async (pair, event) => {
      const id = await pair.trigger(event);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await pair.trigger(`${event}.more`, { value: 7 });
      expect(await pair.ended(id)).toMatchObject({ output: [7, "ran"] });
    },
  },
  {
    row: "19",
    also: ["18"],
    name: "a step that fails on all its tries can be caught",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r19", retries: 2, triggers: [{ event }] }, async ({ step }) => {
        await step.run("twice", () => failing(2, note("twice")));
        try {
          await step.run("never", () => failing(99, note("never"), "broken"));
        } catch (error) {
          return `caught: ${(error as Error).message}`;
        }
        return "not caught";
      }),
    ],
    check: async (pair, event, { list }) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Completed", output: "caught: broken" });
      expect(list.filter((one) => one === "never")).toHaveLength(3);
      expect(list.filter((one) => one === "twice")).toHaveLength(3);
    },
  },
  {
    row: "20",
    name: "a step's error nobody catches fails the run with its name and message",
    functions: (c, event) => [
      c.createFunction({ id: "r20", retries: 1, triggers: [{ event }] }, async ({ step }) =>
        step.run("bad", () => {
          throw new TypeError("no way");
        }),
      ),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run.status).toBe("Failed");
      expect(run.output).toMatchObject({ message: expect.stringContaining("no way") });
    },
  },
  {
    row: "21",
    name: "tries are counted anew after each recorded step",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r21", retries: 1, triggers: [{ event }] }, async ({ step }) => {
        for (const name of ["a", "b", "c"]) await step.run(name, () => failing(1, note(name)));
        return "through";
      }),
    ],
    check: async (pair, event) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ output: "through" });
    },
  },
  {
    row: "22",
    name: "a body that always fails has its tries, fails the run and calls onFailure once",
    functions: (c, event, { note, list }) => [
      c.createFunction(
        {
          id: "r22",
          retries: 2,
          triggers: [{ event }],
          onFailure: ({ event: failed, error }) => {
            note("failure");
            list.push(`${failed.data.run_id} ${error.message} ${failed.data.event.data.n}`);
          },
        },
        () => {
          note("body");
          throw new Error("always");
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const run = await pair.ended(await pair.trigger(event, { n: 5 }));
      expect(run.status).toBe("Failed");
      await eventually(() => list.filter((one) => one === "failure").length, 1);
      expect(list.filter((one) => one === "body")).toHaveLength(3);
      await eventually(() => list.includes(`${run.run_id} always 5`), true);
    },
  },
  {
    row: "23",
    name: "five parallel failures call onFailure once",
    functions: (c, event, { note }) => [
      c.createFunction(
        { id: "r23", retries: 0, triggers: [{ event }], onFailure: () => void note("failure") },
        async ({ step }) => {
          await Promise.all(
            Array.from({ length: 5 }, (_, i) => step.run(`p${i}`, () => failing(9, note(`p${i}`)))),
          );
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ status: "Failed" });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(list.filter((one) => one === "failure")).toHaveLength(1);
    },
  },
  {
    row: "24",
    name: "an onFailure that fails has two tries, and a listener to failures that fails does not hear itself",
    functions: (c, event, { note }) => [
      c.createFunction(
        {
          id: "r24",
          retries: 0,
          triggers: [{ event }],
          onFailure: () => {
            note("failure");
            throw new Error("again");
          },
        },
        () => {
          throw new Error("first");
        },
      ),
      c.createFunction(
        {
          id: "r24all",
          retries: 0,
          triggers: [
            {
              event: "inngest/function.failed",
              if: `event.data.function_id.startsWith("${c.id}-r24")`,
            },
          ],
        },
        () => {
          note("listener");
          throw new Error("third");
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      await pair.ended(await pair.trigger(event));
      await eventually(() => list.length, 3);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(list.toSorted()).toEqual(["failure", "failure", "listener"]);
    },
  },
  {
    row: "25",
    name: "a non-retriable error ends at once, in the body and in a step",
    functions: (c, event, { note }) => [
      c.createFunction(
        { id: "r25", triggers: [{ event, if: "event.data.where == 'body'" }] },
        () => {
          note("body");
          throw new NonRetriableError("stop");
        },
      ),
      c.createFunction(
        { id: "r25s", triggers: [{ event, if: "event.data.where == 'step'" }] },
        async ({ step }) => {
          await step.run("s", () => {
            note("step");
            throw new NonRetriableError("stop");
          });
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      for (const where of ["body", "step"]) {
        const run = await pair.ended(await pair.trigger(event, { where }));
        expect(run.status).toBe("Failed");
      }
      expect(list).toEqual(["body", "step"]);
    },
  },
  {
    row: "26",
    name: "Retry-After is kept, as seconds and as a date",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r26", triggers: [{ event }] }, async ({ step, event: { data } }) => {
        await step.run("s", () => {
          const wait = data.date ? new Date(Date.now() + 2000) : "2s";
          if (note(`try ${data.date}`) === 1) throw new RetryAfterError("later", wait);
        });
        return "ok";
      }),
    ],
    check: async (pair, event) => {
      const began = Date.now();
      const ids = [
        await pair.trigger(event, { date: false }),
        await pair.trigger(event, { date: true }),
      ];
      for (const id of ids) expect(await pair.ended(id)).toMatchObject({ output: "ok" });
      expect(Date.now() - began).toBeGreaterThanOrEqual(1500);
    },
  },
  {
    row: "27",
    name: "no retries means one try",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r27", retries: 0, triggers: [{ event }] }, () => {
        note("body");
        throw new Error("once");
      }),
    ],
    check: async (pair, event, { list }) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ status: "Failed" });
      expect(list).toEqual(["body"]);
    },
  },
  {
    row: "29",
    name: "odd outputs come back as they are: nothing, big numbers, NUL, emoji, lone surrogates",
    functions: (c, event) => [
      c.createFunction({ id: "r29", triggers: [{ event }] }, async ({ step }) => {
        const odd = {
          z: 1,
          a: 9007199254740991,
          10: "ten",
          nul: "a\u0000b",
          emoji: "🦊",
          lone: "\ud800",
          quote: '\\"{},',
          deep: [[{}], null],
        };
        const first = await step.run("odd", () => odd);
        const nothing = await step.run("nothing", () => undefined);
        return {
          first,
          nothing: nothing ?? null,
          same: JSON.stringify(first) === JSON.stringify(odd),
        };
      }),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({
        status: "Completed",
        output: {
          same: true,
          nothing: null,
          first: { nul: "a\u0000b", emoji: "🦊", lone: "\ud800" },
        },
      });
    },
  },
  {
    row: "30",
    name: "an output above 4 MB fails the run with the limit's name",
    functions: (c, event) => [
      c.createFunction({ id: "r30", triggers: [{ event }] }, async ({ step }) => {
        await step.run("big", () => "x".repeat(5 * 1024 * 1024));
      }),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run.status).toBe("Failed");
      expect(run.output).toMatchObject({
        name: "LimitExceededError",
        message: expect.stringContaining("4194304"),
      });
    },
  },
  {
    row: "32",
    name: "sleeping until a past instant ends at once, until a future one not before it",
    functions: (c, event) => [
      c.createFunction({ id: "r32", triggers: [{ event }] }, async ({ step }) => {
        const began = await step.run("began", () => Date.now());
        await step.sleepUntil("past", new Date(Date.now() - 60_000));
        const past = await step.run("past over", () => Date.now());
        await step.sleepUntil("future", new Date(began + 1200));
        const future = await step.run("future over", () => Date.now());
        return [past - began, future - began];
      }),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      const [past = 0, future = 0] = run.output as number[];
      expect(past).toBeLessThan(5000);
      expect(future).toBeGreaterThanOrEqual(1200);
    },
  },
  {
    row: "33",
    name: "a sleep of more than 366 days fails the run",
    functions: (c, event) => [
      c.createFunction({ id: "r33", triggers: [{ event }] }, async ({ step }) => {
        await step.sleep("long", "400d");
      }),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({
        status: "Failed",
        output: { message: expect.stringContaining("366 days") },
      });
    },
  },
  {
    row: "34",
    name: "a length of sleep the SDK cannot read fails instead of passing at once",
    embedded: "another server lets the SDK's empty length pass at once",
    functions: (c, event) => [
      c.createFunction({ id: "r34", triggers: [{ event }] }, async ({ step }) => {
        await step.sleep("odd", "2h30m");
      }),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run.status).toBe("Failed");
      expect(run.output).toMatchObject({ message: expect.stringContaining("length of time") });
    },
  },
];
