import { expect } from "vitest";
import { sign } from "../../../lib/local/engine/driver/signature.ts";
import type { AloneCase } from "./cases.ts";
import { type Functions, sleep, until } from "./harness.ts";

const portOf = (url: string): number => Number(new URL(url).port);

/** Rows that change, stop or disturb the application. */
export const ALONE_CASES: AloneCase[] = [
  {
    row: "1",
    name: "a signed look at the application counts its functions and their failure handlers",
    run: (stage, event) =>
      stage(
        (c) => [
          c.createFunction({ id: "f", triggers: [{ event }] }, () => "ok"),
          c.createFunction(
            { id: "g", triggers: [{ event: `${event}.g` }], onFailure: () => {} },
            () => "ok",
          ),
        ],
        async (server) => {
          const look = (headers: Record<string, string>) => fetch(server.app.url, { headers });
          expect((await look({})).status).toBe(401);
          const known = await look({
            "x-inngest-signature": sign("", server.keys.signingKey, Date.now()),
          });
          expect(known.status).toBe(200);
          expect(await known.json()).toMatchObject({
            app_id: server.app.id,
            authentication_succeeded: true,
            function_count: 3,
            mode: "cloud",
          });
        },
      ),
  },
  {
    row: "28",
    name: "answers that do not come from the SDK are tried again and fail with a clear error",
    embedded: "the message is ours",
    run: (stage, event) =>
      stage(
        (c) => [c.createFunction({ id: "f", retries: 2, triggers: [{ event }] }, () => "ok")],
        async (server) => {
          let left = 1;
          server.app.intercept(() =>
            left-- > 0 ? { status: 200, body: "<html>hello</html>" } : null,
          );
          expect(await server.ended(await server.trigger(event))).toMatchObject({ output: "ok" });
          left = 99;
          const run = await server.ended(await server.trigger(event));
          expect(run).toMatchObject({
            status: "Failed",
            output: { message: expect.stringContaining("Inngest SDK") },
          });
          expect(server.app.seen).toHaveLength(2 + 3);
        },
      ),
  },
  {
    row: "31",
    name: "the 1001st step fails the run with the limit's name",
    run: (stage, event) =>
      stage(
        (c) => [
          c.createFunction({ id: "f", triggers: [{ event }] }, async ({ step }) => {
            for (let i = 0; i < 1100; i++) await step.run(`s${i}`, () => i);
          }),
        ],
        async (server) => {
          const run = await server.ended(await server.trigger(event), 80_000);
          expect(run).toMatchObject({
            status: "Failed",
            output: { message: expect.stringContaining("1000") },
          });
        },
      ),
  },
  {
    row: "76",
    name: "a schedule ticks at the minute, once, and not after it is removed",
    slow: true,
    run: (stage, event) => {
      const ticks: number[] = [];
      const other: Functions = (c) => [
        c.createFunction({ id: "other", triggers: [{ event }] }, () => "ok"),
      ];
      const both: Functions = (c) => [
        ...other(c),
        c.createFunction({ id: "tick", triggers: [{ cron: "TZ=Europe/Berlin * * * * *" }] }, () =>
          ticks.push(Date.now() % 60_000),
        ),
      ];
      return stage(both, async (server) => {
        await until(() => ticks.length > 0, 70_000);
        await sleep(3_000);
        expect(ticks).toHaveLength(1);
        expect(ticks[0]).toBeLessThan(5_000);
        server.app.use(other);
        expect((await fetch(server.app.url, { method: "PUT" })).status).toBe(200);
        await sleep(60_000);
        expect(ticks).toHaveLength(1);
      });
    },
  },
  {
    row: "78",
    name: "a step that was renamed while its run slept does not hang the run",
    run: (stage, event) => {
      const named =
        (name: string): Functions =>
        (c) => [
          c.createFunction({ id: "f", triggers: [{ event }] }, async ({ step }) => {
            await step.run("first", () => 1);
            await step.sleep("nap", "2s");
            return step.run(name, () => name);
          }),
        ];
      return stage(named("old"), async (server) => {
        const id = await server.trigger(event);
        await server.parked(id);
        server.app.use(named("new"));
        expect(await server.ended(id)).toMatchObject({ output: "new" });
      });
    },
  },
  {
    row: "79",
    name: "a run goes on at the application's new address",
    run: (stage, event) => {
      const functions: Functions = (c) => [
        c.createFunction({ id: "f", triggers: [{ event }] }, async ({ step }) => {
          await step.sleep("nap", "2s");
          return step.run("after", () => "moved");
        }),
      ];
      return stage(functions, async (server) => {
        const id = await server.trigger(event);
        await server.parked(id);
        const moved = await server.serveAgain({ functions });
        await server.app.stop();
        expect((await fetch(moved.url, { method: "PUT" })).status).toBe(200);
        expect(await server.ended(id)).toMatchObject({ output: "moved" });
        await moved.stop();
      });
    },
  },
  {
    row: "80",
    name: "an application that dies in the middle of a step gets it again",
    run: (stage, event) => {
      let bodies = 0;
      const functions: Functions = (c) => [
        c.createFunction({ id: "f", triggers: [{ event }] }, async ({ step }) => {
          await step.run("first", () => "kept");
          return step.run("slow", async () => {
            if (++bodies === 1) await sleep(60_000);
            return "done";
          });
        }),
      ];
      return stage(functions, async (server) => {
        const id = await server.trigger(event);
        await until(() => bodies === 1 || null);
        await server.app.stop();
        const back = await server.serveAgain({ functions, port: portOf(server.app.url) });
        expect(await server.ended(id, 60_000)).toMatchObject({ output: "done" });
        await back.stop();
      });
    },
  },
  {
    row: "83",
    name: "a chain of steps longer than a checkpointed request may last goes on, each body once",
    run: (stage, event) => {
      const bodies: number[] = [];
      const functions: Functions = (c) => [
        c.createFunction(
          { id: "f", triggers: [{ event }], checkpointing: { maxRuntime: "1s" } },
          async ({ step }) => {
            for (let i = 0; i < 8; i++) {
              await step.run(`s${i}`, async () => {
                await sleep(300);
                bodies.push(i);
              });
            }
            return bodies.length;
          },
        ),
      ];
      return stage(functions, async (server) => {
        expect(await server.ended(await server.trigger(event), 60_000)).toMatchObject({
          output: 8,
        });
        expect(bodies).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      });
    },
  },
  {
    row: "91",
    name: "a function with a broken condition fails the sync and is named in the answer",
    run: (stage, event) =>
      stage(
        (c) => [c.createFunction({ id: "good", triggers: [{ event }] }, () => "ok")],
        async (server) => {
          server.app.use((c) => [
            c.createFunction({ id: "good", triggers: [{ event }] }, () => "ok"),
            c.createFunction(
              { id: "broken", triggers: [{ event: "x", if: "event.data. ==" }] },
              () => null,
            ),
          ]);
          const answer = await fetch(server.app.url, { method: "PUT" });
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(await answer.text()).toContain("broken");
          expect(await server.ended(await server.trigger(event))).toMatchObject({ output: "ok" });
        },
      ),
  },
  {
    row: "92",
    name: "a kind of step that is left out fails with the remedy and does not hang",
    embedded: "another server may offer step.fetch",
    run: (stage, event) =>
      stage(
        (c) => [
          c.createFunction({ id: "f", retries: 0, triggers: [{ event }] }, async ({ step }) => {
            await step.fetch("http://127.0.0.1:1/");
          }),
        ],
        async (server) => {
          expect(await server.ended(await server.trigger(event))).toMatchObject({
            status: "Failed",
            output: { message: expect.stringContaining("step.run") },
          });
        },
      ),
  },
];
