import { expect } from "vitest";
import type { Case } from "./cases.ts";
import { eventually, exactly, sleep } from "./harness.ts";

/** Rows about how many runs go on at a time, and when. */
export const FLOW_CASES: Case[] = [
  {
    row: "63",
    name: "a rate limit of 2 in 5 s lets two of five runs through for each key",
    functions: (c, event, { list }) => [
      c.createFunction(
        {
          id: "r63",
          rateLimit: { limit: 2, period: "5s", key: "event.data.k" },
          triggers: [{ event }],
        },
        ({ event: { data } }) => void list.push(data.k),
      ),
    ],
    check: async (pair, event, { list }) => {
      await pair.send([..."aaaaabbbbb"].map((k) => ({ name: event, data: { k } })));
      await exactly(() => list.toSorted(), ["a", "a", "b", "b"]);
    },
  },
  {
    row: "64",
    name: "a throttle of 1 a second spaces the starts of a key and drops none",
    functions: (c, event, { list }) => [
      c.createFunction(
        {
          id: "r64",
          throttle: { limit: 1, period: "1s", key: "event.data.k" },
          triggers: [{ event }],
        },
        ({ event: { data } }) => void list.push(`${data.k} ${Date.now()}`),
      ),
    ],
    check: async (pair, event, { list }) => {
      const sent = Date.now();
      await pair.send([..."aaab"].map((k) => ({ name: event, data: { k } })));
      await eventually(() => list.length, 4);
      // From the sending on, because the first start may be late at the application on a busy machine.
      const [, second = 0, third = 0] = list
        .filter((one) => one.startsWith("a"))
        .map((one) => Number(one.slice(2)));
      expect(third - sent).toBeGreaterThanOrEqual(1900);
      const b = Number(list.find((one) => one.startsWith("b"))?.slice(2));
      expect(b).toBeLessThan(second);
    },
  },
  {
    row: "65",
    name: "a debounce runs once with the latest event by time, and not later than its cap",
    functions: (c, event, { list }) => [
      c.createFunction(
        {
          id: "r65",
          debounce: { period: "2s", key: "event.data.k", timeout: "4s" },
          triggers: [{ event }],
        },
        ({ event: { data } }) => void list.push(`${data.k}${data.n}`),
      ),
    ],
    check: async (pair, event, { list }) => {
      const ts = Date.now();
      const late = { name: event, data: { k: "a", n: 3 }, ts: ts + 2 };
      await pair.send([
        { name: event, data: { k: "a", n: 1 }, ts },
        late,
        { name: event, data: { k: "a", n: 2 }, ts: ts + 1 },
      ]);
      const began = Date.now();
      let sent = 0;
      while (!list.some((one) => one.startsWith("b")) && Date.now() - began < 40_000) {
        await pair.trigger(event, { k: "b", n: sent++ });
        await sleep(250);
      }
      expect(Date.now() - began).toBeGreaterThanOrEqual(4000);
      await eventually(() => list.at(-1), `b${sent - 1}`);
      expect(list.filter((one) => one.startsWith("a"))).toEqual(["a3"]);
    },
  },
  {
    row: "66",
    name: "a singleton skips new runs, or cancels the old one",
    functions: (c, event, { note }) => [
      c.createFunction(
        {
          id: "r66",
          singleton: { mode: "skip", key: "event.data.k" },
          triggers: [{ event: `${event}.skip` }],
        },
        async ({ step }) => {
          note("skip");
          await step.sleep("nap", "1s");
        },
      ),
      c.createFunction(
        {
          id: "r66c",
          singleton: { mode: "cancel", key: "event.data.k" },
          triggers: [{ event: `${event}.cancel` }],
        },
        async ({ step }) => {
          await step.sleep("nap", "1s");
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const send = (kind: string) =>
        pair.send(
          Array.from({ length: 3 }, (_, n) => ({ name: `${event}.${kind}`, data: { k: 1, n } })),
        );
      const skipped = (await send("skip")).body.ids;
      const cancelled = (await send("cancel")).body.ids;
      const runs = await Promise.all(cancelled.map((id) => pair.ended(id)));
      expect(runs.map((run) => run.status)).toEqual(["Cancelled", "Cancelled", "Completed"]);
      expect(list.filter((one) => one === "skip").length).toBeLessThanOrEqual(2);
      const counts = await Promise.all(skipped.map(async (id) => (await pair.runsOf(id)).length));
      expect(counts).toEqual([1, 0, 0]);
    },
  },
  {
    row: "67",
    also: ["68"],
    name: "concurrency by key holds, and a full key does not block another",
    functions: (c, event, { list }) => {
      const now = new Map<string, number>();
      return [
        c.createFunction(
          { id: "r67", concurrency: { limit: 2, key: "event.data.k" }, triggers: [{ event }] },
          async ({ step, event: { data } }) => {
            await step.run("work", async () => {
              now.set(data.k, (now.get(data.k) ?? 0) + 1);
              list.push(`${data.k} ${now.get(data.k)} ${Date.now()}`);
              await sleep(80);
              now.set(data.k, (now.get(data.k) ?? 0) - 1);
            });
          },
        ),
      ];
    },
    check: async (pair, event, { list }) => {
      const began = Date.now();
      const { body } = await pair.send(
        [..."aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"].map((k) => ({ name: event, data: { k } })),
      );
      await Promise.all(body.ids.map((id) => pair.ended(id)));
      expect(Math.max(...list.map((one) => Number(one.split(" ")[1])))).toBe(2);
      const b = Number(list.find((one) => one.startsWith("b"))?.split(" ")[2]);
      expect(b - began).toBeLessThan(1000);
      expect(list).toHaveLength(33);
    },
  },
  {
    row: "69",
    name: "of two concurrency limits neither is passed",
    functions: (c, event, { list }) => {
      const now = new Map<string, number>();
      const add = (k: string, by: number) => now.set(k, (now.get(k) ?? 0) + by);
      return [
        c.createFunction(
          {
            id: "r69",
            concurrency: [{ limit: 3 }, { limit: 2, key: "event.data.k" }],
            triggers: [{ event }],
          },
          async ({ event: { data } }) => {
            for (const k of ["all", data.k]) add(k, 1);
            list.push(`${now.get("all")} ${now.get(data.k)}`);
            await sleep(60);
            for (const k of ["all", data.k]) add(k, -1);
          },
        ),
      ];
    },
    check: async (pair, event, { list }) => {
      const { body } = await pair.send(
        [..."aaaaaaabbbbbbbcccccc"].map((k) => ({ name: event, data: { k } })),
      );
      await Promise.all(body.ids.map((id) => pair.ended(id)));
      const counts = list.map((one) => one.split(" ").map(Number));
      expect(Math.max(...counts.map(([all = 0]) => all))).toBe(3);
      expect(Math.max(...counts.map(([, key = 0]) => key))).toBeLessThanOrEqual(2);
    },
  },
  {
    row: "70",
    also: ["71"],
    name: "a sleeping run and one that failed leave their place to others",
    functions: (c, event, { list }) => [
      c.createFunction(
        { id: "r70", concurrency: 1, retries: 0, triggers: [{ event }] },
        async ({ step, event: { data } }) => {
          await step.run("begin", () => list.push(`begin ${data.n}`));
          if (data.n === 2) throw new Error("fails");
          await step.sleep("nap", "4s");
          await step.run("end", () => list.push(`end ${data.n}`));
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const { body } = await pair.send([1, 2, 3].map((n) => ({ name: event, data: { n } })));
      await Promise.all(body.ids.map((id) => pair.ended(id)));
      expect(list.slice(0, 3)).toEqual(["begin 1", "begin 2", "begin 3"]);
      expect(list).toHaveLength(5);
    },
  },
  {
    row: "72",
    name: "a run of higher priority overtakes those that wait",
    functions: (c, event, { list }) => [
      c.createFunction(
        {
          id: "r72",
          concurrency: 2,
          priority: { run: "event.data.plan == 'pro' ? 300 : 0" },
          triggers: [{ event }],
        },
        async ({ event: { data } }) => {
          list.push(data.plan);
          await sleep(100);
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const free = Array.from({ length: 6 }, () => ({ name: event, data: { plan: "free" } }));
      const { body } = await pair.send([...free, { name: event, data: { plan: "pro" } }]);
      await Promise.all(body.ids.map((id) => pair.ended(id)));
      expect(list.indexOf("pro")).toBeLessThanOrEqual(2);
    },
  },
  {
    row: "73",
    name: "a priority that cannot be worked out counts as 0",
    functions: (c, event) => [
      c.createFunction(
        { id: "r73", priority: { run: "event.data.text - 1" }, triggers: [{ event }] },
        () => "ran",
      ),
    ],
    check: async (pair, event) => {
      expect(await pair.ended(await pair.trigger(event, { text: "x" }))).toMatchObject({
        output: "ran",
      });
    },
  },
  {
    row: "74",
    name: "batches flush by size, by time and by key, and each event comes once",
    functions: (c, event, { list }) => [
      c.createFunction(
        {
          id: "r74",
          batchEvents: {
            maxSize: 3,
            timeout: "1s",
            key: "event.data.k",
            if: "event.data.k != 'alone'",
          },
          triggers: [{ event }],
        },
        ({ events }) => {
          const all = events as { data: { k: string; n: string } }[];
          list.push(all.map(({ data }) => data.k + data.n).join());
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const items = ["a1", "a2", "b1", "a3", "a4", "b2", "alone1", "alone2"];
      await pair.send(
        items.map((item) => ({ name: event, data: { k: item.slice(0, -1), n: item.slice(-1) } })),
      );
      await eventually(
        () => list.filter((one) => one.startsWith("a1") || one.startsWith("al")).toSorted(),
        ["a1,a2,a3", "alone1", "alone2"],
      );
      await eventually(() => list.toSorted(), ["a1,a2,a3", "a4", "alone1", "alone2", "b1,b2"]);
    },
  },
  {
    row: "75",
    name: "a batch that fails tells onFailure about all its events",
    functions: (c, event, { list }) => [
      c.createFunction(
        {
          id: "r75",
          retries: 0,
          batchEvents: { maxSize: 3, timeout: "5s" },
          triggers: [{ event }],
          onFailure: ({ event: failed }) => {
            const { events } = failed.data as unknown as { events: { data: { n: number } }[] };
            list.push(events.map(({ data }) => data.n).join());
          },
        },
        () => {
          throw new Error("no");
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      await pair.send([1, 2, 3].map((n) => ({ name: event, data: { n } })));
      await eventually(() => list, ["1,2,3"]);
    },
  },
  {
    row: "77",
    name: "a run that does not start or does not finish in time is cancelled",
    functions: (c, event) => [
      c.createFunction(
        { id: "r77", timeouts: { finish: "1s" }, triggers: [{ event: `${event}.finish` }] },
        async ({ step }) => {
          await step.sleep("nap", "20s");
        },
      ),
      c.createFunction(
        {
          id: "r77s",
          concurrency: 1,
          timeouts: { start: "1s" },
          triggers: [{ event: `${event}.start` }],
        },
        () => sleep(1800),
      ),
    ],
    check: async (pair, event) => {
      const finish = await pair.trigger(`${event}.finish`);
      const { body } = await pair.send([{ name: `${event}.start` }, { name: `${event}.start` }]);
      expect(await pair.ended(finish)).toMatchObject({ status: "Cancelled" });
      const runs = await Promise.all(body.ids.map((id) => pair.ended(id)));
      expect(runs.map((run) => run.status)).toEqual(["Completed", "Cancelled"]);
    },
  },
];
