import { setTimeout as sleep } from "node:timers/promises";
import postgresJs from "postgres";
import { throwAwayPostgres } from "../engine/support/database.ts";
import { clientOf, type Functions, startApp } from "../engine/support/harness.ts";
import { type Ledger, readLedger } from "./engine-ledger.ts";
import { startFront } from "./front.ts";

const SETTLE_MS = 120_000;

/** Five steps, two of them side by side. Each result carries the number of its execution, and the run returns them all. */
const five =
  (executed: (body: string) => number, pause: () => number): Functions =>
  (client) => [
    client.createFunction(
      { id: "five", retries: 20, triggers: [{ event: "faults/five" }] },
      async ({ step, runId }) => {
        const work = (name: string) =>
          step.run(name, async () => {
            const n = executed(`${runId} ${name}`);
            await sleep(pause());
            return `${name} ${n}`;
          });
        const first = await work("s0");
        const pair = await Promise.all([work("s1"), work("s2")]);
        return [first, ...pair, await work("s3"), await work("s4")];
      },
    ),
  ];

/**
 * A throw-away Postgres, an application with the real SDK, and a fixed address for the engines that a scenario starts
 * and breaks. `send` gives events with ids of their own, again and again until they are acknowledged.
 */
export const openArena = async (next: () => number) => {
  const postgres = await throwAwayPostgres({ fsync: true });
  const databaseUrl = await postgres.database();
  const front = await startFront();
  const executions = new Map<string, number[]>();
  const executed = (body: string): number => {
    const times = executions.get(body) ?? [];
    executions.set(body, times);
    return times.push(Date.now());
  };
  const app = await startApp({
    functions: five(executed, () => 2 + next() * 25),
    engineUrl: () => front.url,
  });
  app.start();
  const api = clientOf(() => front.url);
  const acknowledged: string[] = [];
  const faultsAt: number[] = [];
  let refused = 0;
  let count = 0;
  let stopped = false;
  const post = async (ids: string[]): Promise<void> => {
    const events = ids.map((id) => ({
      id,
      name: "faults/five",
      data: { tenantId: `t${count % 7}` },
    }));
    while (!stopped) {
      const answer = await api.send(events).catch(() => null);
      if (answer?.status === 200) break;
      refused++;
      await sleep(25);
    }
    acknowledged.push(...ids);
    // As an outbox does whose own note of the acknowledgement was lost.
    if (next() < 0.2) await api.send(events).catch(() => null);
  };
  const sending: Promise<void>[] = [];
  const settled = async (): Promise<void> => {
    await Promise.all(sending);
    const sql = postgresJs(databaseUrl, { max: 1, onnotice: () => {} });
    const end = Date.now() + SETTLE_MS;
    for (;;) {
      const [row] = await sql`select count(*)::int as n from engine.run where ended_at is null`;
      if (row?.n === 0 || Date.now() > end) break;
      await sleep(100);
    }
    await sql.end();
  };
  return {
    postgres,
    databaseUrl,
    app,
    front,
    api,
    /** Notes that something was broken just now. */
    broke: () => faultsAt.push(Date.now()),
    send: (events: number): void => {
      const ids = Array.from({ length: events }, () => `e${count++}`);
      sending.push(post(ids));
    },
    refused: () => refused,
    ledger: async (): Promise<Ledger> => {
      await settled();
      return readLedger({ databaseUrl, acknowledged, executions, faultsAt });
    },
    stop: async () => {
      stopped = true;
      await app.stop();
      await front.stop();
      await postgres.stop();
    },
  };
};

export type Arena = Awaited<ReturnType<typeof openArena>>;
