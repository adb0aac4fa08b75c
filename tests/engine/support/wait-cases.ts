import { referenceFunction } from "inngest";
import { expect } from "vitest";
import type { Case } from "./cases.ts";
import { eventually, exactly, sleep, until } from "./harness.ts";

/** Rows about waiting for events, signals and other functions. */
export const WAIT_CASES: Case[] = [
  {
    row: "6",
    name: "only the event that fits the condition ends a wait, and its data arrives",
    functions: (c, event) => [
      c.createFunction({ id: "r6", triggers: [{ event }] }, async ({ step }) => {
        const got = await step.waitForEvent("w", {
          event: `${event}.answer`,
          if: "async.data.id == event.data.id",
          timeout: "10s",
        });
        return got?.data.value ?? null;
      }),
    ],
    check: async (pair, event) => {
      const id = await pair.trigger(event, { id: "a" });
      await pair.parked(id);
      await pair.trigger(`${event}.answer`, { id: "b", value: 1 });
      await sleep(100);
      expect((await pair.runsOf(id))[0]?.status).toBe("Running");
      await pair.trigger(`${event}.answer`, { id: "a", value: 2 });
      expect(await pair.ended(id)).toMatchObject({ output: 2 });
    },
  },
  {
    row: "35",
    name: "a wait whose time is over gives null",
    functions: (c, event) => [
      c.createFunction({ id: "r35", triggers: [{ event }] }, async ({ step }) => {
        const got = await step.waitForEvent("w", { event: "never/comes", timeout: "1s" });
        return got === null ? "null" : "something";
      }),
    ],
    check: async (pair, event) => {
      const began = Date.now();
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ output: "null" });
      expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
    },
  },
  {
    row: "36",
    name: "a wait does not take the event that triggered its run",
    functions: (c, event) => [
      c.createFunction(
        { id: "r36", triggers: [{ event, if: "event.data.first" }] },
        async ({ step }) => {
          const got = await step.waitForEvent("w", { event, timeout: "10s" });
          return got?.data.n;
        },
      ),
    ],
    check: async (pair, event) => {
      const id = await pair.trigger(event, { first: true, n: 1 });
      await pair.parked(id);
      await pair.trigger(event, { n: 2 });
      expect(await pair.ended(id)).toMatchObject({ output: 2 });
    },
  },
  {
    row: "37",
    name: "fifty runs get fifty answers, each its own",
    functions: (c, event) => [
      c.createFunction({ id: "r37", triggers: [{ event }] }, async ({ step, event: { data } }) => {
        const got = await step.waitForEvent("w", {
          event: `${event}.answer`,
          match: "data.id",
          timeout: "15s",
        });
        return [data.id, got?.data.value];
      }),
    ],
    check: async (pair, event) => {
      const list = Array.from({ length: 50 }, (_, i) => i);
      const { body } = await pair.send(list.map((i) => ({ name: event, data: { id: i } })));
      await pair.parked(...body.ids);
      await pair.send(
        list.map((i) => ({ name: `${event}.answer`, data: { id: i, value: i * 2 } })),
      );
      const runs = await Promise.all(body.ids.map((id) => pair.ended(id)));
      expect(runs.map((run) => run.output)).toEqual(list.map((i) => [i, i * 2]));
    },
  },
  {
    row: "38",
    name: "one event ends the waits of many",
    functions: (c, event) => [
      c.createFunction({ id: "r38", triggers: [{ event }] }, async ({ step }) => {
        const got = await step.waitForEvent("w", { event: `${event}.all`, timeout: "10s" });
        return got?.data.n;
      }),
    ],
    check: async (pair, event) => {
      const { body } = await pair.send(
        Array.from({ length: 10 }, () => ({ name: event, data: {} })),
      );
      await pair.parked(...body.ids);
      await pair.trigger(`${event}.all`, { n: 9 });
      for (const id of body.ids) expect(await pair.ended(id)).toMatchObject({ output: 9 });
    },
  },
  {
    row: "39",
    name: "a wait whose condition cannot be read fails the run",
    functions: (c, event) => [
      c.createFunction({ id: "r39", triggers: [{ event }] }, async ({ step }) => {
        await step.waitForEvent("w", { event: "x", if: "async.data.id ==", timeout: "10s" });
      }),
    ],
    check: async (pair, event) => {
      const run = await pair.ended(await pair.trigger(event));
      expect(run).toMatchObject({ status: "Failed", output: { name: "InvalidExpressionError" } });
    },
  },
  {
    row: "40",
    name: "event and time-out at the same moment: every run ends once, with either",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r40", triggers: [{ event }] }, async ({ step, runId }) => {
        const got = await step.waitForEvent("w", { event: `${event}.answer`, timeout: "1s" });
        await step.run("end", () => note(`end ${runId}`));
        return got === null ? "timeout" : "event";
      }),
    ],
    check: async (pair, event, { list }) => {
      const { body } = await pair.send(
        Array.from({ length: 40 }, () => ({ name: event, data: {} })),
      );
      for (let i = 0; i < 12; i++) {
        await sleep(100);
        await pair.trigger(`${event}.answer`, {});
      }
      const runs = await Promise.all(body.ids.map((id) => pair.ended(id)));
      expect(runs.every((run) => run.output === "timeout" || run.output === "event")).toBe(true);
      expect(new Set(list).size).toBe(list.length);
      expect(list).toHaveLength(40);
    },
  },
  {
    row: "41",
    name: "a signal resumes its one waiter; nobody waiting is 404; a second waiter fails or replaces",
    functions: (c, event) => [
      c.createFunction({ id: "r41", triggers: [{ event }] }, async ({ step, event: { data } }) => {
        try {
          const got = await step.waitForSignal("w", {
            signal: data.signal,
            timeout: data.replace ? "10s" : "2s",
            onConflict: data.replace ? "replace" : "fail",
          });
          return got?.data ?? null;
        } catch (error) {
          return `conflict: ${(error as Error).message}`;
        }
      }),
    ],
    check: async (pair, event) => {
      const nobody = await pair.call("POST", "/v1/signals", { signal: "nobody", data: 1 });
      expect(nobody.status).toBe(404);
      const first = await pair.trigger(event, { signal: `${event}.s` });
      await pair.parked(first);
      const second = await pair.trigger(event, { signal: `${event}.s` });
      expect((await pair.ended(second)).output).toContain("conflict");
      const third = await pair.trigger(event, { signal: `${event}.s`, replace: true });
      await pair.parked(third);
      const sent = await pair.call("POST", "/v1/signals", { signal: `${event}.s`, data: { n: 3 } });
      expect(sent).toMatchObject({ status: 200, body: { data: { run_id: expect.any(String) } } });
      expect(await pair.ended(third)).toMatchObject({ output: { n: 3 } });
      expect(await pair.ended(first)).toMatchObject({ output: null });
    },
  },
  {
    row: "42",
    also: ["43", "44", "45"],
    name: "an invoked function's answer, error and silence reach its caller; an unknown one is an error",
    functions: (c, event, { note }) => {
      const child = c.createFunction(
        { id: "r42child", retries: 0, triggers: [] },
        async ({ event, step }) => {
          const data = event.data as { fail?: boolean; slow?: boolean; n?: number };
          if (data.fail) throw new Error("child broke");
          if (data.slow) await step.sleep("slow", "3s");
          note("child done");
          return { got: data.n };
        },
      );
      return [
        child,
        c.createFunction(
          { id: "r42", retries: 0, triggers: [{ event }] },
          async ({ step, event: { data } }) => {
            try {
              const target = data.unknown ? referenceFunction({ functionId: "nothing" }) : child;
              return await step.invoke("call", {
                function: target,
                data,
                ...(data.slow ? { timeout: "1s" } : {}),
              });
            } catch (error) {
              return `${(error as Error).name}: ${(error as Error).message}`;
            }
          },
        ),
      ];
    },
    check: async (pair, event, { list }) => {
      const outputs = await Promise.all(
        [{ n: 1 }, { fail: true }, { slow: true }, { unknown: true }].map(async (data) => {
          const run = await pair.ended(await pair.trigger(event, data));
          return run.output;
        }),
      );
      expect(outputs[0]).toEqual({ got: 1 });
      expect(outputs[1]).toContain("child broke");
      expect(outputs[2]).toContain("did not finish in time");
      expect(outputs[3]).toContain("no function");
      await eventually(() => list.length, 2);
    },
  },
  {
    row: "46",
    name: "invoking a function whose rate limit is used up is an error of the step",
    functions: (c, event) => {
      const child = c.createFunction(
        { id: "r46child", rateLimit: { limit: 1, period: "1h" }, triggers: [] },
        () => "ran",
      );
      return [
        child,
        c.createFunction({ id: "r46", retries: 0, triggers: [{ event }] }, ({ step }) =>
          step.invoke("call", { function: child }),
        ),
      ];
    },
    check: async (pair, event) => {
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ output: "ran" });
      expect(await pair.ended(await pair.trigger(event))).toMatchObject({ status: "Failed" });
    },
  },
  {
    row: "47",
    name: "a caller that is cancelled leaves the invoked run alone",
    functions: (c, event, { note }) => {
      const child = c.createFunction({ id: "r47child", triggers: [] }, async ({ step }) => {
        await step.sleep("nap", "1s");
        note("child done");
      });
      return [
        child,
        c.createFunction({ id: "r47", triggers: [{ event }] }, async ({ step }) => {
          await step.invoke("call", { function: child });
        }),
      ];
    },
    check: async (pair, event, { list }) => {
      const id = await pair.trigger(event);
      await pair.parked(id);
      const [run] = await pair.runsOf(id);
      expect((await pair.call("DELETE", `/v1/runs/${run?.run_id}`)).status).toBe(204);
      expect(await pair.ended(id)).toMatchObject({ status: "Cancelled" });
      await eventually(() => list, ["child done"]);
    },
  },
  {
    row: "5",
    also: ["58"],
    name: "a run is cancelled by the event that fits and is newer; no request follows",
    functions: (c, event, { note }) => [
      c.createFunction(
        {
          id: "r5",
          triggers: [{ event }],
          cancelOn: [
            { event: `${event}.stop`, if: "async.data.id == event.data.id && async.data.really" },
          ],
        },
        async ({ step }) => {
          await step.sleep("nap", "2s");
          await step.run("after", () => note("after"));
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const id = await pair.trigger(event, { id: 1 });
      await pair.parked(id);
      await pair.trigger(`${event}.stop`, { id: 1, really: false });
      await pair.trigger(`${event}.stop`, { id: 2, really: true });
      await pair.trigger(`${event}.stop`, { id: 1, really: true }, { ts: Date.now() - 60_000 });
      expect((await pair.runsOf(id))[0]?.status).toBe("Running");
      await pair.trigger(`${event}.stop`, { id: 1, really: true });
      expect(await pair.ended(id)).toMatchObject({ status: "Cancelled" });
      await sleep(2300);
      expect(list).toEqual([]);
    },
  },
  {
    row: "59",
    also: ["60", "61"],
    name: "a run cancelled while a step executes goes no further, and cancelling says so once",
    functions: (c, event, { note }) => [
      c.createFunction(
        { id: "r59", triggers: [{ event }], onFailure: () => void note("failure") },
        async ({ step }) => {
          await step.run("long", () => sleep(600));
          await step.run("after", () => note("after"));
        },
      ),
      c.createFunction(
        {
          id: "r59c",
          triggers: [
            { event: "inngest/function.cancelled", if: `event.data.function_id == "${c.id}-r59"` },
          ],
        },
        () => void note("cancelled"),
      ),
    ],
    check: async (pair, event, { list }) => {
      const id = await pair.trigger(event);
      const run = await until(async () => {
        const [first] = await pair.runsOf(id);
        return first?.status === "Running" &&
          pair.app.seen.some(({ fnId }) => fnId === `${pair.app.id}-r59`)
          ? first
          : null;
      });
      for (const expected of [204, 204]) {
        expect((await pair.call("DELETE", `/v1/runs/${run.run_id}`)).status).toBe(expected);
      }
      expect((await pair.call("DELETE", "/v1/runs/nothing")).status).toBe(404);
      expect(await pair.ended(id)).toMatchObject({ status: "Cancelled" });
      await sleep(900);
      await exactly(() => list, ["cancelled"]);
    },
  },
];
