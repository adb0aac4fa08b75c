import { expect } from "vitest";
import type { Case } from "./cases.ts";
import { exactly } from "./harness.ts";

/** Rows about what starts runs. */
export const EVENT_CASES: Case[] = [
  {
    row: "48",
    name: "sendEvent starts exactly the runs it names, and gives their event ids",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r48", triggers: [{ event }] }, ({ step }) =>
        step.sendEvent("fan", [
          { name: `${event}.child`, data: { n: 1 } },
          { name: `${event}.child`, data: { n: 2 } },
        ]),
      ),
      c.createFunction(
        { id: "r48c", triggers: [{ event: `${event}.child` }] },
        ({ event: { data } }) => {
          note(`child ${data.n}`);
        },
      ),
    ],
    check: async (pair, event, { list }) => {
      const run = await pair.ended(await pair.trigger(event));
      const { ids } = run.output as { ids: string[] };
      expect(ids).toHaveLength(2);
      for (const id of ids) await pair.ended(id);
      expect(list.toSorted()).toEqual(["child 1", "child 2"]);
    },
  },
  {
    row: "49",
    name: "an event alone or in a list is answered with status 200 and its id, in the list's order",
    functions: (c, event) => [
      c.createFunction({ id: "r49", triggers: [{ event }] }, ({ event: { data } }) => data.n),
    ],
    check: async (server, event) => {
      const alone = await server.send({ name: event, data: { n: 0 } });
      expect(alone.body).toMatchObject({ ids: [expect.any(String)], status: 200 });
      const { body } = await server.send([1, 2, 3].map((n) => ({ name: event, data: { n } })));
      const runs = await Promise.all(body.ids.map((id) => server.ended(id)));
      expect(runs.map(({ output }) => output)).toEqual([1, 2, 3]);
    },
  },
  {
    row: "50",
    also: ["51"],
    name: "an event id starts each function once, and a function once over all its triggers",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r50", triggers: [{ event }] }, () => void note("first")),
      c.createFunction(
        { id: "r50b", triggers: [{ event }, { event: `${event}.other` }] },
        () => void note("second"),
      ),
    ],
    check: async (pair, event, { list }) => {
      const first = await pair.trigger(event, {}, { id: "same" });
      const again = await pair.trigger(event, {}, { id: "same" });
      const other = await pair.trigger(`${event}.other`, {}, { id: "same" });
      expect(new Set([first, again, other]).size).toBe(3);
      await exactly(() => list.toSorted(), ["first", "second"]);
      expect(await pair.runsOf(again)).toEqual([]);
    },
  },
  {
    row: "52",
    name: "a resend with the same seed gives the same ids and no second run",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r52", triggers: [{ event }] }, () => void note("run")),
    ],
    check: async (pair, event, { list }) => {
      const seed = `${Date.now()},${Buffer.from("0123456789").toString("base64")}`;
      const events = [
        { name: event, data: { n: 1 } },
        { name: event, data: { n: 2 } },
      ];
      const first = await pair.send(events, { "x-inngest-event-id-seed": seed });
      const again = await pair.send(events, { "x-inngest-event-id-seed": seed });
      expect(first.body.ids).toHaveLength(2);
      expect(again.body.ids).toEqual(first.body.ids);
      await exactly(() => list.length, 2);
    },
  },
  {
    row: "53",
    name: "events that break a rule are refused and change nothing",
    functions: () => [],
    check: async (pair) => {
      const bad: unknown[] = [
        { data: {} },
        { name: "" },
        { name: "x".repeat(513) },
        { name: "inngest/function.failed", data: {} },
        { name: "a/b", data: [1] },
        { name: "a/b", ts: 12 },
        { name: "a/b", id: 7 },
        [{ name: "a/good" }, { name: "" }],
        Array.from({ length: 5001 }, () => ({ name: "a/b" })),
      ];
      for (const events of bad) {
        const { status, body } = await pair.send(events);
        expect({ status, ids: body.ids, said: Boolean(body.error) }).toEqual({
          status: 400,
          ids: [],
          said: true,
        });
      }
      const { body } = await pair.call("GET", "/v1/events?name=a/good");
      expect(body.data).toEqual([]);
      const large = await pair.send({ name: "a/b", data: { text: "x".repeat(600_000) } });
      expect(large.status).toBe(413);
      const huge = await fetch(`${pair.engineUrl()}/e/${pair.keys.eventKey}`, {
        method: "POST",
        body: "x".repeat(5 * 1024 * 1024),
      });
      expect(huge.status).toBe(413);
      expect(
        (await fetch(`${pair.engineUrl()}/e/wrong-key-here`, { method: "POST", body: "{}" }))
          .status,
      ).toBe(401);
      const notJson = await fetch(`${pair.engineUrl()}/e/${pair.keys.eventKey}`, {
        method: "POST",
        body: "{",
      });
      expect(notJson.status).toBe(400);
    },
  },
  {
    row: "54",
    also: ["55"],
    name: "a trigger's condition decides, whatever is missing or of another kind of number",
    functions: (c, event, { list }) => [
      c.createFunction(
        { id: "r54", triggers: [{ event, if: "event.data.amount > 100" }] },
        ({ event: { data } }) => {
          list.push(`over ${data.amount}`);
        },
      ),
      c.createFunction(
        {
          id: "r54b",
          triggers: [
            { event, if: "event.data.amount == 1.0" },
            { event, if: "event.data.kind == 'x'" },
          ],
        },
        ({ event: { data } }) => void list.push(`other ${data.amount ?? data.kind}`),
      ),
    ],
    check: async (pair, event, { list }) => {
      await pair.send(
        [{ amount: 50 }, { amount: 101 }, { amount: 100.5 }, {}, { amount: 1 }, { kind: "x" }].map(
          (data) => ({
            name: event,
            data,
          }),
        ),
      );
      await exactly(() => list.toSorted(), ["other 1", "other x", "over 100.5", "over 101"]);
    },
  },
  {
    row: "56",
    name: "a wildcard takes every name after its slash and no other",
    functions: (c, event, { list }) => [
      c.createFunction(
        { id: "r56", triggers: [{ event: `${event}/*` }] },
        ({ event: { name } }) => void list.push(name),
      ),
    ],
    check: async (pair, event, { list }) => {
      await pair.send(
        [`${event}/a`, `${event}/b.c`, `${event}x/a`, event].map((name) => ({ name, data: {} })),
      );
      await exactly(() => list.toSorted(), [`${event}/a`, `${event}/b.c`]);
    },
  },
  {
    row: "57",
    name: "an event of the future starts its run then",
    functions: (c, event, { list }) => [
      c.createFunction(
        { id: "r57", triggers: [{ event }] },
        () => void list.push(String(Date.now())),
      ),
    ],
    check: async (pair, event, { list }) => {
      const ts = Date.now() + 1500;
      await pair.ended(await pair.trigger(event, {}, { ts }));
      expect(Number(list[0])).toBeGreaterThanOrEqual(ts);
    },
  },
  {
    row: "62",
    name: "an idempotency key starts one run a day for each value",
    functions: (c, event, { list }) => [
      c.createFunction(
        { id: "r62", idempotency: "event.data.order", triggers: [{ event }] },
        ({ event: { data } }) => void list.push(data.order),
      ),
    ],
    check: async (pair, event, { list }) => {
      await pair.send(["a", "a", "b", "a"].map((order) => ({ name: event, data: { order } })));
      await exactly(() => list.toSorted(), ["a", "b"]);
    },
  },
];
