import { sql } from "kysely";
import { expect } from "vitest";
import { GET as READ } from "@/app/api/v1/tenants/[id]/route";
import { getRun } from "@/lib/domain/runs/get";
import { forgetHistory } from "@/lib/domain/runs/retention/forget";
import { asSystem } from "@/lib/infra/db/as-system";
import { countRows, newHook, post } from "@/tests/inbound/hook";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const system = () => asSystem("tests move the clock and look at what is left");
const WEEK = 7 * 86_400_000;
const inWeeks = (weeks: number) => new Date(Date.now() + weeks * WEEK);
const forget = (weeks: number) => forgetHistory(system(), inWeeks(weeks), 60_000);

type End = "succeeded" | "failed" | "live";

/** A delivery and its run with a step, an item and its words, as `end` leaves it; the run's id. */
const history = async (tenant: Actor, end: End) => {
  const { hookId, secret } = await newHook(tenant);
  expect((await post(hookId, "{}", { secret })).status).toBe(202);
  const { rows } = await sql<{ runId: string }>`
    select run_id from public.deliveries where hook_id = ${hookId}`.execute(system());
  const runId = rows[0]?.runId ?? "";
  const key = sql`${tenant.tenantId}::uuid, ${runId}::uuid`;
  await sql`insert into public.run_steps (tenant_id, run_id, step_id, position, type) values (${key}, 'a', 0, 'transform')`.execute(
    system(),
  );
  await sql`insert into public.run_items (tenant_id, run_id, step_id, index, key, status) values (${key}, 'a', 0, 'k', 'succeeded')`.execute(
    system(),
  );
  await sql`insert into public.run_search (tenant_id, run_id, words) values (${key}, 'x') on conflict do nothing`.execute(
    system(),
  );
  if (end !== "live")
    await sql`update public.runs set status = ${end}, ended_at = now(), error = ${end === "failed" ? '{"code":"x","message":"y"}' : null}::text::jsonb
      where id = ${runId}`.execute(system());
  return { runId, hookId };
};

/** How many rows of a run are left: run, steps, items, words, deliveries, letters. */
const left = async (runId: string) => {
  const tables = ["run_steps", "run_items", "run_search", "deliveries", "dead_letters"];
  const counts = [sql`(select count(*)::int from public.runs where id = ${runId})`].concat(
    tables.map(
      (name) =>
        sql`(select count(*)::int from ${sql.table(`public.${name}`)} where run_id = ${runId})`,
    ),
  );
  const { rows } = await sql<{ counts: number[] }>`
    select array[${sql.join(counts)}] as counts`.execute(system());
  return rows[0]?.counts;
};

const planOf = (tenant: Actor, plan: string) =>
  sql`update public.tenants set plan = ${plan} where id = ${tenant.tenantId}`.execute(system());

const setLetter = (runId: string, state: string) =>
  sql`update public.dead_letters set state = ${state} where run_id = ${runId}`.execute(system());

const WHOLE = [1, 1, 1, 1, 1];

test("history goes when its plan's time is over, but never what has not ended or waits for people", async ({
  tenant,
  rival,
}) => {
  await planOf(rival, "pro");
  const done = await history(tenant, "succeeded");
  const live = await history(tenant, "live");
  const open = await history(tenant, "failed");
  const dealt = await history(tenant, "failed");
  await setLetter(dealt.runId, "discarded");
  const theirs = await history(rival, "succeeded");
  const keptUntil = Date.parse((await getRun(tenant.caller, done.runId)).keptUntil);
  const after = (ms: number) => forgetHistory(system(), new Date(keptUntil + ms), 60_000);

  await after(-1000);
  for (const { runId } of [done, live]) expect(await left(runId)).toEqual([...WHOLE, 0]);

  // Only the events' week is nobody's by then.
  const first = await after(1000);
  expect(first.dropped).toEqual([expect.stringMatching(/^events_/)]);
  expect(first.more).toBe(false);
  expect(await left(done.runId)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await left(dealt.runId)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await left(live.runId)).toEqual([...WHOLE, 0]);
  expect(await left(open.runId)).toEqual([...WHOLE, 1]);
  expect(await left(theirs.runId)).toEqual([...WHOLE, 0]);
  expect(await after(1000)).toEqual({ dropped: [], deleted: 0, more: false });

  // Once nobody keeps anything in it, the week goes as a whole, in every table.
  await sql`update public.runs set status = 'cancelled', ended_at = now() where id = ${live.runId}`.execute(
    system(),
  );
  await setLetter(open.runId, "resolved");
  const { dropped, deleted } = await forget(29);
  expect(deleted).toBe(1);
  for (const table of ["runs", "run_steps", "run_items", "run_search", "deliveries", "events"])
    expect(dropped.filter((name) => name.startsWith(`${table}_2`)).length).toBeGreaterThan(0);
  expect(dropped.some((name) => name.startsWith("audit_log"))).toBe(false);
  for (const { runId } of [live, open, theirs])
    expect(await left(runId)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await countRows(live.hookId)).toEqual([0, 0, 1]);
});

test("the ledger of effects goes with the longest plan's time, but not before its run", async ({
  tenant,
}) => {
  // Weeks that another test forgot.
  await sql`select app.ensure_partitions()`.execute(system());
  const done = await history(tenant, "succeeded");
  const open = await history(tenant, "failed");
  const noted = async () =>
    (
      await sql<{
        runId: string;
      }>`select run_id from public.effects where tenant_id = ${tenant.tenantId} order by run_id`.execute(
        system(),
      )
    ).rows.map(({ runId }) => runId);
  for (const { runId } of [done, open])
    await sql`insert into public.effects (tenant_id, key, kind, run_id)
      values (${tenant.tenantId}, ${`run:${runId}:a`}, 'http.request', ${runId})`.execute(system());
  await forget(52);
  expect(await left(done.runId)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await noted()).toEqual([done.runId, open.runId]);
  await forget(54);
  expect(await noted()).toEqual([open.runId]);
});

test("a company reads for how long its plan keeps history, and its runs until when", async ({
  tenant,
}) => {
  const read = async () =>
    (await READ(tenant.request("GET"), params({ id: tenant.tenantId }))).json();
  expect(await read()).toMatchObject({ plan: "trial", historyWeeks: 13 });
  await planOf(tenant, "enterprise");
  expect(await read()).toMatchObject({ historyWeeks: 52 });
  await sql`update app.retention set history_weeks = 60 where plan = 'enterprise'`.execute(
    system(),
  );
  expect(await read()).toMatchObject({ historyWeeks: 60 });
  const { rows } = await sql`
    select parent from app.partitioned where by_plan and keep_weeks <> 60`.execute(system());
  expect(rows).toEqual([]);
});
