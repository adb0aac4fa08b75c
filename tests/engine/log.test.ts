import postgresJs from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventRecord } from "../../lib/local/engine/core/model.ts";
import { Log } from "../../lib/local/engine/store/log.ts";
import {
  migrateEngine,
  openWriter,
  sessionOf,
  takeOver,
  tryLock,
} from "../../lib/local/engine/store/session.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { type Functions, sleep, startPair } from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

const event = (id: string, name = "a/b"): EventRecord => ({
  id,
  externalId: null,
  name,
  text: "{}",
  ts: 0,
  receivedAt: 0,
  tenant: null,
  canon: null,
});

const openLog = async () => {
  const sql = openWriter(await postgres.database(), () => {});
  await tryLock(sql);
  await migrateEngine(sql);
  const epoch = await takeOver(sql);
  let statements = 0;
  const errors: unknown[] = [];
  const session = sessionOf(sql);
  const counting = {
    run: (statement: string, parameters: string[]) => {
      statements++;
      return session.run(statement, parameters);
    },
  };
  const log = new Log(counting, epoch, (error) => errors.push(error));
  return { sql, log, epoch, errors, statements: () => statements };
};

describe("the log", () => {
  test("writes all that one turn changed in one statement, and only then calls back", async () => {
    const { sql, log, statements } = await openLog();
    for (let i = 0; i < 50; i++) log.put("event", `e${i}`, event(`e${i}`));
    log.put("bucket", "b", { key: "b", tat: 1 });
    let seen = -1;
    log.after(async () => {
      seen = Number((await sql`select count(*) from engine.event`)[0]?.count);
    });
    expect(log.pending).toBe(51);
    await log.settled();
    await sleep(30);
    expect([statements(), seen, log.pending]).toEqual([1, 50, 0]);
    await sql.end();
  });

  test("keeps only the last image of a row, whether written or deleted", async () => {
    const { sql, log } = await openLog();
    log.put("bucket", "kept", { key: "kept", tat: 1 });
    log.put("bucket", "kept", { key: "kept", tat: 2 });
    log.put("bucket", "gone", { key: "gone", tat: 1 });
    log.delete("bucket", "gone", ["gone"]);
    await log.settled();
    log.delete("bucket", "kept", ["kept"]);
    log.put("bucket", "kept", { key: "kept", tat: 3 });
    await log.settled();
    expect(await sql`select key, tat from engine.bucket`).toMatchObject([{ key: "kept", tat: 3 }]);
    await sql.end();
  });

  test.each([
    ["53100", "could not extend file: No space left on device"],
    ["58030", "could not write block"],
    ["XX000", 'could not extend file "base/1": File too large'],
  ])(
    "%s: waits until the database has room again and loses nothing of what was put meanwhile",
    async (code, message) => {
      const sql = openWriter(await postgres.database(), () => {});
      await tryLock(sql);
      await migrateEngine(sql);
      let full = true;
      let refused = 0;
      const said: unknown[] = [];
      const session = sessionOf(sql);
      const log = new Log(
        {
          run: async (statement, parameters) => {
            if (!full) return session.run(statement, parameters);
            refused++;
            throw Object.assign(new Error(message), { code });
          },
        },
        await takeOver(sql),
        (error) => said.push("failed", error),
        () => said.push("short"),
      );
      log.put("event", "e1", event("e1"));
      let durable = false;
      log.after(() => {
        durable = true;
      });
      await expect.poll(() => refused, { timeout: 15_000 }).toBeGreaterThan(1);
      log.put("event", "e2", event("e2"));
      expect([log.stuck, durable]).toEqual([true, false]);
      full = false;
      await log.settled();
      expect([log.stuck, durable, said]).toEqual([false, true, ["short"]]);
      expect(await sql`select id from engine.event order by id`).toMatchObject([
        { id: "e1" },
        { id: "e2" },
      ]);
      await sql.end();
    },
  );

  test("lets the first result of a step stand", async () => {
    const { sql, log } = await openLog();
    const step = (out: string) => ({
      run: "r",
      id: "s",
      seq: 1,
      op: "",
      name: "",
      out,
      attempt: 0,
      startedAt: 0,
      at: 0,
    });
    log.put("step", "r s", step("first"));
    log.put("step", "r s", step("same batch"));
    await log.settled();
    log.put("step", "r s", step("later"));
    await log.settled();
    expect(await sql`select out from engine.step`).toMatchObject([{ out: "first" }]);
    await sql.end();
  });

  test("an engine whose epoch is over can write nothing", async () => {
    const { sql, log, errors } = await openLog();
    await takeOver(sql);
    log.put("event", "e", event("e"));
    const lost = log.settled().catch(() => "lost");
    await sleep(100);
    log.kill();
    expect([await lost, errors.length]).toEqual(["lost", 1]);
    expect(await sql`select * from engine.event`).toHaveLength(0);
    await sql.end();
  });
});

test("the schema is out of reach for everybody but its owner, and can be made again without harm", async () => {
  const url = await postgres.database();
  const sql = postgresJs(url, { max: 1, onnotice: () => {} });
  const writer = openWriter(url, () => {});
  await migrateEngine(writer);
  await migrateEngine(writer);
  await sql`create role outsider_engine`;
  const [row] = await sql`select has_schema_privilege('outsider_engine', 'engine', 'usage') as may`;
  expect(row?.may).toBe(false);
  await Promise.all([sql.end(), writer.end()]);
});

test.each([
  { keysInMemory: 2, title: "forgotten by memory" },
  { keysInMemory: 1000, title: "read back into memory" },
])("ids seen before a restart, $title, still start nothing twice", async ({ keysInMemory }) => {
  let runs = 0;
  const functions: Functions = (c) => [
    c.createFunction({ id: "f", triggers: [{ event: "f/go" }] }, () => {
      runs++;
    }),
  ];
  const pair = await startPair(await postgres.database(), functions, { keysInMemory });
  const send = async () => {
    for (let i = 0; i < 6; i++) await pair.trigger("f/go", {}, { id: `id-${i}` });
    await sleep(200);
  };
  await send();
  await send();
  expect(runs).toBe(6);
  const seed = {
    "x-inngest-event-id-seed": `${Date.now()},${Buffer.alloc(10, 7).toString("base64")}`,
  };
  const first = await pair.send([{ name: "f/go" }], seed);
  await sleep(200);
  await pair.restart();
  await send();
  expect((await pair.send([{ name: "f/go" }], seed)).body.ids).toEqual(first.body.ids);
  await sleep(200);
  expect(runs).toBe(7);
  await pair.stop();
});

test("old runs and events are deleted, live ones and theirs are kept", async () => {
  const { deleteOld } = await import("../../lib/local/engine/lifecycle/maintenance.ts");
  const functions: Functions = (c) => [
    c.createFunction(
      { id: "f", triggers: [{ event: "f/go" }] },
      async ({ step, event: { data } }) => {
        await step.run("s", () => 1);
        if (data.long) await step.sleep("nap", "1h");
      },
    ),
  ];
  const pair = await startPair(await postgres.database(), functions, { retentionMs: 1 });
  const done = await pair.trigger("f/go");
  const live = await pair.trigger("f/go", { long: true });
  await pair.ended(done);
  await sleep(200);
  const k = pair.engine()?.kernel();
  if (!k) throw new Error("the engine does not lead");
  expect(await deleteOld(k)).toBe(1);
  const rows = async (table: string) =>
    (await k.reader`select * from engine.${k.reader(table)}`).length;
  expect([await rows("run"), await rows("event"), await rows("step")]).toEqual([1, 1, 1]);
  expect((await pair.runsOf(live))[0]?.status).toBe("Running");
  await pair.stop();
});

test("nothing is acknowledged or sent to the application before it is committed", async () => {
  const bodies: string[] = [];
  const functions: Functions = (c) => [
    c.createFunction({ id: "f", triggers: [{ event: "f/go" }] }, async ({ step }) => {
      await step.run("first", () => bodies.push("first"));
      await step.run("second", () => bodies.push("second"));
    }),
  ];
  const url = await postgres.database();
  const pair = await startPair(url, functions);
  const sql = postgresJs(url, { max: 1, onnotice: () => {} });
  const whileLocked = async (table: string, look: () => Promise<void>) => {
    await sql.begin(async (tx) => {
      await tx`lock table engine.${tx(table)} in share mode`;
      await look();
    });
  };
  let answered = false;
  let sent: Promise<string> = Promise.resolve("");
  await whileLocked("event", async () => {
    sent = pair.trigger("f/go").then((id) => {
      answered = true;
      return id;
    });
    await sleep(250);
    expect([answered, pair.app.seen.length]).toEqual([false, 0]);
  });
  expect(await pair.ended(await sent)).toMatchObject({ status: "Completed" });
  bodies.length = 0;
  await whileLocked("step", async () => {
    sent = pair.trigger("f/go");
    await sleep(300);
    expect(bodies).toEqual(["first"]);
  });
  expect(await pair.ended(await sent)).toMatchObject({ status: "Completed" });
  expect(bodies).toEqual(["first", "second"]);
  const k = pair.engine()?.kernel();
  expect([k?.loadedBytes, k?.runs.size, k?.scheduler.inFlight, k?.scheduler.lanes()]).toEqual([
    0,
    0,
    0,
    [],
  ]);
  await sql.end();
  await pair.stop();
});
