import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { closePool, pool } from "@/lib/infra/db/client";
import { test as base } from "@/tests/support/test";

/** A pool of two with prepared statements, and a way to end one of its backends from outside. */
const test = base.extend("small", async ({ database: _ }, { onCleanup }) => {
  await closePool();
  Object.assign(process.env, { DATABASE_POOL_MAX: "3", DATABASE_PREPARE: "true" });
  resetEnv();
  const db = pool();
  onCleanup(async () => {
    await closePool();
    process.env.DATABASE_POOL_MAX = "";
    delete process.env.DATABASE_POOL_MAX;
    delete process.env.DATABASE_PREPARE;
    resetEnv();
  });
  return { db, kill: (pid: number) => sql`select pg_terminate_backend(${pid}::int)`.execute(db) };
});

const pidOf = async (db: Parameters<ReturnType<typeof sql>["execute"]>[0]) => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid ?? 0;
};

test("a transaction whose connection dies fails at once, and its place in the pool is not lost", async ({
  small: { db, kill },
}) => {
  for (let round = 0; round < 6; round++) {
    const idle = db.transaction().execute(async (tx) => {
      await kill(await pidOf(tx));
      await sleep(30);
      await sql`select 1`.execute(tx);
    });
    await expect(idle).rejects.toThrow();
    const busy = db.transaction().execute(async (tx) => {
      const pid = await pidOf(tx);
      const query = sql`select pg_sleep(20)`.execute(tx);
      setTimeout(() => void kill(pid), 30);
      await query;
    });
    await expect(busy).rejects.toThrow();
  }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => db.transaction().execute(pidOf)),
  );
  expect(answers.every((pid) => pid > 0)).toBe(true);
});

test("what a failed transaction wrote is gone, and the next one on the same connection is clean", async ({
  small: { db },
}) => {
  await sql`create table kept (n int)`.execute(db);
  const failing = db.transaction().execute(async (tx) => {
    await sql`insert into kept values (1)`.execute(tx);
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  const broken = db.transaction().execute(async (tx) => {
    await sql`insert into kept values (2)`.execute(tx);
    await sql`select 1 / 0`.execute(tx);
  });
  await expect(broken).rejects.toMatchObject({ code: "22012" });
  await db.transaction().execute((tx) => sql`insert into kept values (3)`.execute(tx));
  const { rows } = await sql`select n from kept`.execute(db);
  expect(rows).toEqual([{ n: 3 }]);
});

test("settings of a transaction do not leak into the next one", async ({ small: { db } }) => {
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      db.transaction().execute(async (tx) => {
        await sql`select set_config('steward.mark', ${String(i)}::text, true)`.execute(tx);
        const { rows } = await sql<{
          mark: string;
        }>`select current_setting('steward.mark') as mark`.execute(tx);
        expect(rows[0]?.mark).toBe(String(i));
      }),
    ),
  );
  const { rows } = await sql<{
    mark: string;
  }>`select coalesce(current_setting('steward.mark', true), '') as mark`.execute(db);
  expect(rows[0]?.mark).toBe("");
});
