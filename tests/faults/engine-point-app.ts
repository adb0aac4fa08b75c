import { setTimeout as sleep } from "node:timers/promises";
import postgresJs from "postgres";
import { type clientOf, type Functions, startApp } from "../engine/support/harness.ts";

/** What kind of work is under way when the engine dies. */
export type PointKind = "steps" | "retries" | "naps" | "waits" | "invokes" | "fails" | "ticks";

type Note = (body: string) => number;

/** One function for each kind, so that the commit in question happens in its life. */
const functionsOf = (kind: PointKind, note: Note): Functions => {
  const triggers = [{ event: "point/go" }];
  const work = (name: string) => async () => {
    await sleep(40);
    return note(name);
  };
  const made: Record<PointKind, Functions> = {
    steps: (c) => [
      c.createFunction({ id: "steps", triggers }, async ({ step, runId }) => {
        const pair = await Promise.all([
          step.run("a", work(`${runId} a`)),
          step.run("b", work(`${runId} b`)),
        ]);
        return [...pair, await step.run("c", work(`${runId} c`))];
      }),
    ],
    retries: (c) => [
      c.createFunction({ id: "retries", triggers }, async ({ step, runId, attempt }) => {
        const first = await step.run("a", work(`${runId} a`));
        const second = await step.run("b", () => {
          if (attempt === 0) throw new Error("the first try fails");
          return 1;
        });
        return [first, second];
      }),
    ],
    naps: (c) => [
      c.createFunction({ id: "naps", triggers }, async ({ step, runId }) => {
        await step.sleep("nap", "1s");
        return [await step.run("a", work(`${runId} a`))];
      }),
    ],
    waits: (c) => [
      c.createFunction({ id: "waits", triggers }, async ({ step, runId, event }) => {
        const got = await step.waitForEvent("w", {
          event: "point/answer",
          if: `async.data.to == '${event.id}'`,
          timeout: "1m",
        });
        return [got?.data.n, await step.run("a", work(`${runId} a`))];
      }),
    ],
    invokes: (c) => {
      const child = c.createFunction({ id: "child", triggers: [] }, async ({ step, runId }) =>
        step.run("a", work(`${runId} a`)),
      );
      return [
        child,
        c.createFunction({ id: "invokes", triggers }, async ({ step }) => [
          await step.invoke("call", { function: child }),
        ]),
      ];
    },
    fails: (c) => [
      c.createFunction(
        {
          id: "fails",
          retries: 0,
          triggers,
          onFailure: async ({ step, event }) => {
            await step.run("a", work(`${event.data.run_id} a`));
          },
        },
        () => {
          throw new Error("it always fails");
        },
      ),
    ],
    ticks: (c) => [
      c.createFunction(
        { id: "ticks", triggers: [{ cron: "* * * * *" }] },
        async ({ step, event }) => [await step.run("a", work(`${event.ts} a`))],
      ),
    ],
  };
  return made[kind];
};

/** Runs a kind makes for each event, steps each of all its runs records, and how its main run ends. */
const EXPECTED: Record<PointKind, { runs: number; steps: number; status: string }> = {
  steps: { runs: 1, steps: 3, status: "Completed" },
  retries: { runs: 1, steps: 2, status: "Completed" },
  naps: { runs: 1, steps: 2, status: "Completed" },
  waits: { runs: 1, steps: 2, status: "Completed" },
  invokes: { runs: 2, steps: 2, status: "Completed" },
  fails: { runs: 2, steps: 1, status: "Failed" },
  ticks: { runs: 1, steps: 1, status: "Completed" },
};

const EVENTS = ["e0", "e1", "e2"];

/** Resolves when the engine knows the functions, or all is over. */
export const known = async (
  api: ReturnType<typeof clientOf>,
  over: () => boolean,
): Promise<void> => {
  while (!over()) {
    const list = await api.api("GET", "/api/functions").catch(() => null);
    if (list?.body?.data?.length > 0) return;
    await sleep(10);
  }
};

/** An application for one kind of work, with a sender that repeats itself until it is acknowledged. */
export const startPointApp = async (engineUrl: string, kind: PointKind) => {
  const times = new Map<string, number>();
  const note: Note = (body) => {
    times.set(body, (times.get(body) ?? 0) + 1);
    return times.get(body) ?? 0;
  };
  const app = await startApp({ functions: functionsOf(kind, note), engineUrl: () => engineUrl });
  app.start();
  const send = async (api: ReturnType<typeof clientOf>, events: unknown[], over: () => boolean) => {
    while (!over()) {
      const answer = await api.send(events).catch(() => null);
      if (answer?.status === 200) return;
      await sleep(20);
    }
  };
  return {
    url: app.url,
    times,
    stop: app.stop,
    /** Sends the events as soon as the functions are known, and what they wait for a little later. */
    feed: async (api: ReturnType<typeof clientOf>, over: () => boolean): Promise<void> => {
      if (kind === "ticks") return;
      await known(api, over);
      await send(
        api,
        EVENTS.map((id) => ({ id, name: "point/go", data: {} })),
        over,
      );
      while (kind === "waits" && !over()) {
        // Only some of the waits exist by now; what is answered already is not asked again.
        await sleep(300);
        await send(
          api,
          EVENTS.map((id) => ({ name: "point/answer", data: { to: id, n: 1 } })),
          over,
        );
      }
    },
  };
};

type PointApp = Awaited<ReturnType<typeof startPointApp>>;
type Row = { fn: string; event: string; status: string; steps: number; ts: number };

const QUERY = `
  select r.fn, coalesce(e.external_id, e.name) as event, r.status, e.ts::float8 as ts,
    (select count(*)::int from engine.step s where s.run = r.id) as steps
  from engine.run r join engine.event e on e.id = r.events`;

/** Waits until all runs have ended and says what is not as it must be; an empty list when all is. */
export const readPoint = async (
  databaseUrl: string,
  kind: PointKind,
  app: PointApp,
): Promise<string[]> => {
  const { runs, steps, status } = EXPECTED[kind];
  const events = kind === "ticks" ? 1 : EVENTS.length;
  const sql = postgresJs(databaseUrl, { max: 1, onnotice: () => {} });
  const end = Date.now() + 90_000;
  let rows: Row[] = [];
  const complete = (): boolean =>
    rows.length >= runs * events &&
    rows.every((row) => row.status !== "Running" && row.status !== "Scheduled");
  while (!complete() && Date.now() < end) {
    await sleep(50);
    rows = await sql.unsafe<Row[]>(QUERY);
  }
  // Whatever there is too much of needs a moment to show.
  await sleep(150);
  rows = await sql.unsafe<Row[]>(QUERY);
  await sql.end();
  // On a slow machine the next minute may have begun: the tick in question is the first.
  const first = Math.min(...rows.map(({ ts }) => ts));
  if (kind === "ticks") rows = rows.filter(({ ts }) => ts === first);
  const main = rows.filter(({ fn }) => fn === `app-${kind}`);
  const wrong: string[] = [];
  const expect = (what: string, is: unknown, must: unknown) => {
    if (is !== must) wrong.push(`${what}: ${is} instead of ${must}`);
  };
  expect("runs", rows.length, runs * events);
  expect("main runs", main.length, events);
  if (kind !== "ticks") expect("events", new Set(main.map(({ event }) => event)).size, events);
  expect(
    `runs that ended as ${status}`,
    main.filter((row) => row.status === status).length,
    events,
  );
  expect(
    "steps",
    rows.reduce((sum, row) => sum + row.steps, 0),
    steps * events,
  );
  const often = [...app.times].filter(([, times]) => times > 2);
  for (const [body, times] of often) wrong.push(`${body} ran ${times} times for one kill`);
  return wrong;
};
