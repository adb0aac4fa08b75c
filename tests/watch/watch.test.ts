import { sql } from "kysely";
import { HttpResponse, http } from "msw";
import { describe, expect } from "vitest";
import { GET as WATCH } from "@/app/api/cron/watch/route";
import { GET as READY } from "@/app/api/health/ready/route";
import { keepWatch } from "@/inngest/platform/keep-watch";
import { env } from "@/lib/core/env";
import { uuidv7 } from "@/lib/core/ids";
import { getRun } from "@/lib/domain/runs/get";
import { rescueRuns } from "@/lib/domain/runs/watch/rescue";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { startDue } from "@/lib/domain/workflows/triggers/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

const system = () => asSystem("tests set clocks and look at what happened");
const STEPS = [{ id: "a", type: "transform", timeoutMs: 60_000, with: { value: 1 } }];
const MINUTE = 60_000;

const hourly = ({ caller }: Actor, more: object = {}) =>
  publish(caller, STEPS, { type: "schedule", cron: "0 * * * *", ...more });

const dueAt = (workflowId: string, at: Date) =>
  sql`update public.schedules set next_at = ${at} where workflow_id = ${workflowId}`.execute(
    system(),
  );

const runsOf = async (workflowId: string) => {
  const { rows } = await sql<{ id: string; status: string; trigger: { scheduledAt: string } }>`
    select id, status, trigger from public.runs where workflow_id = ${workflowId} order by id`.execute(
    system(),
  );
  return rows;
};

const scheduleOf = async ({ caller }: Actor, id: string) =>
  (await getWorkflow(caller, id)).schedule;

/** Only the database is asked in these tests; engine and gateway answer. */
const partsUp = (engine = 200) =>
  vendors.use(
    http.get("http://engine.test/health", () => new HttpResponse(null, { status: engine })),
    http.get("http://supabase.test/auth/v1/health", () => HttpResponse.json({})),
  );

describe("a schedule that nobody started", () => {
  const now = new Date("2026-11-21T12:03:00Z");
  const noon = new Date("2026-11-21T12:00:00Z");

  test("is started by the watchdog once, however many notice, and counted as late", async ({
    tenant,
  }) => {
    const id = await hourly(tenant);
    await dueAt(id, noon);
    await Promise.all(Array.from({ length: 8 }, () => startDue(system(), now, 2 * MINUTE)));
    await startDue(system(), now);
    const runs = await runsOf(id);
    expect(runs.map(({ trigger }) => trigger)).toEqual([{ scheduledAt: noon.toISOString() }]);
    expect(await scheduleOf(tenant, id)).toMatchObject({
      nextAt: "2026-11-21T13:00:00.000Z",
      lastAt: noon.toISOString(),
      lateCount: 1,
      lastLateAt: noon.toISOString(),
      missedCount: 0,
    });
  });

  test("is left to the engine's clock for two minutes, and is not late when that starts it", async ({
    tenant,
  }) => {
    const id = await hourly(tenant);
    await dueAt(id, noon);
    const soon = new Date(noon.getTime() + 119_000);
    await startDue(system(), soon, 2 * MINUTE);
    expect(await runsOf(id)).toEqual([]);
    await startDue(system(), soon);
    expect(await runsOf(id)).toHaveLength(1);
    expect(await scheduleOf(tenant, id)).toMatchObject({ lateCount: 0, lastLateAt: null });
  });

  test("for hours runs once for all of them, or not at all when missed times are skipped", async ({
    tenant,
  }) => {
    const [once, never] = [await hourly(tenant), await hourly(tenant, { missed: "skip" })];
    const earlier = new Date("2026-11-21T07:00:00Z");
    for (const id of [once, never]) await dueAt(id, earlier);
    await startDue(system(), now, 2 * MINUTE);
    expect(await runsOf(once)).toHaveLength(1);
    expect(await scheduleOf(tenant, once)).toMatchObject({
      nextAt: "2026-11-21T13:00:00.000Z",
      lateCount: 1,
      missedCount: 5,
      lastMissedAt: earlier.toISOString(),
    });
    expect(await runsOf(never)).toEqual([]);
    expect(await scheduleOf(tenant, never)).toMatchObject({
      nextAt: "2026-11-21T13:00:00.000Z",
      lastAt: null,
      lateCount: 0,
      missedCount: 6,
    });
  });

  test("for a few minutes runs even when missed times are skipped", async ({ tenant }) => {
    const id = await hourly(tenant, { missed: "skip" });
    await dueAt(id, noon);
    await startDue(system(), now, 2 * MINUTE);
    expect(await runsOf(id)).toHaveLength(1);
    expect(await scheduleOf(tenant, id)).toMatchObject({ lateCount: 1, missedCount: 0 });
  });

  test("keeps to the clocks of its zone while they jump", async ({ tenant }) => {
    const id = await publish(tenant.caller, STEPS, {
      type: "schedule",
      cron: "30 2 * * *",
      timeZone: "Europe/Berlin",
    });
    // Years ahead every other schedule of this file would be due too.
    await sql`delete from public.schedules where workflow_id <> ${id}`.execute(system());
    const days: (string | undefined)[] = [];
    const follow = async (from: string, count: number) => {
      await dueAt(id, new Date(from));
      for (let n = 0; n < count; n++) {
        const due = (await scheduleOf(tenant, id))?.nextAt ?? "";
        await startDue(system(), new Date(due));
        days.push(due);
      }
    };
    await follow("2027-03-27T01:30:00Z", 3);
    await follow("2027-10-30T00:30:00Z", 3);
    expect(days).toEqual([
      "2027-03-27T01:30:00.000Z",
      "2027-03-28T01:00:00.000Z",
      "2027-03-29T00:30:00.000Z",
      "2027-10-30T00:30:00.000Z",
      "2027-10-31T00:30:00.000Z",
      "2027-11-01T01:30:00.000Z",
    ]);
    expect(await runsOf(id)).toHaveLength(6);
  });
});

describe("a run nobody hears of", () => {
  const begun = async (tenant: Actor, status: string, agoMs: number) => {
    const workflowId = await publish(tenant.caller, STEPS);
    const at = new Date(Date.now() - agoMs);
    const id = uuidv7(at.getTime());
    await sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger,
      queued_at, started_at) values (${tenant.tenantId}, ${id}, ${workflowId}, 'x', 1, ${status}, 'manual', '{}', ${at},
      ${status === "queued" ? null : at})`.execute(system());
    return id;
  };
  const step = (
    { tenantId }: Actor,
    runId: string,
    status: string,
    attempts: object[],
    until: string | null = null,
  ) =>
    sql`insert into public.run_steps (tenant_id, run_id, step_id, position, type, status, attempts, waits_until, started_at)
      values (${tenantId}, ${runId}, 'a', 0, 'transform', ${status}, ${JSON.stringify(attempts)}::text::jsonb,
      ${until}, now() - interval '3 hours')`.execute(system());
  const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
  const asked = async (tenant: Actor, id: string) =>
    (await tenant.events()).filter(
      ({ name, data }) => name === "workflows/run.requested" && data.runId === id,
    ).length;
  const rescue = (minutes = 0) => rescueRuns(system(), new Date(Date.now() + minutes * MINUTE));

  test("is asked for three times, then ends as lost with its steps, and stops whatever is left of it", async ({
    tenant,
  }) => {
    const id = await begun(tenant, "running", 10 * MINUTE);
    await step(tenant, id, "running", [{ n: 1, startedAt: ago(10) }]);
    for (const [minutes, times] of [
      [0, 1],
      [1, 1],
      [7, 2],
      [14, 3],
    ] as const) {
      await Promise.all([rescue(minutes), rescue(minutes)]);
      expect(await asked(tenant, id)).toBe(times);
      expect((await getRun(tenant.caller, id)).status).toBe("running");
    }
    await Promise.all([rescue(21), rescue(21)]);
    const run = await getRun(tenant.caller, id);
    expect(run).toMatchObject({ status: "failed", error: { code: "lost" } });
    expect(run.endedAt).not.toBeNull();
    expect(run.steps).toMatchObject([{ id: "a", status: "cancelled" }]);
    const names = (await tenant.events())
      .filter(({ data }) => data.runId === id)
      .map(({ name }) => name);
    expect(names.filter((name) => name === "workflows/run.cancelled")).toHaveLength(1);
    await rescue(60);
    expect(await asked(tenant, id)).toBe(3);
  });

  test("and was never begun is asked for, and never given up", async ({ tenant }) => {
    const id = await begun(tenant, "queued", 10 * MINUTE);
    for (const minutes of [0, 7, 14, 21, 28, 600]) await rescue(minutes);
    expect(await asked(tenant, id)).toBe(3);
    expect((await getRun(tenant.caller, id)).status).toBe("queued");
  });

  test("is left alone while it works, waits, or has a time-out or an attempt to come", async ({
    tenant,
  }) => {
    const young = await begun(tenant, "running", 4 * MINUTE);
    const working = await begun(tenant, "running", 180 * MINUTE);
    await step(tenant, working, "running", [{ n: 1, startedAt: ago(4) }]);
    const waiting = await begun(tenant, "waiting", 180 * MINUTE);
    await step(tenant, waiting, "waiting", []);
    const beside = await begun(tenant, "running", 180 * MINUTE);
    await step(tenant, beside, "waiting", []);
    const again = await begun(tenant, "running", 180 * MINUTE);
    await step(
      tenant,
      again,
      "waiting",
      [{ n: 1, startedAt: ago(180), endedAt: ago(179) }],
      ago(-60),
    );
    const asleep = await begun(tenant, "waiting", 180 * MINUTE);
    await step(tenant, asleep, "waiting", [], ago(-60));
    const each = await begun(tenant, "running", 180 * MINUTE);
    await step(tenant, each, "running", [{ n: 1, startedAt: ago(180) }]);
    await sql`insert into public.run_items (tenant_id, run_id, step_id, index, key, status, started_at)
      select ${tenant.tenantId}, ${each}, 'a', n, 'k' || n, 'succeeded', now() - make_interval(mins => 100 - n)
      from generate_series(0, 98) as n`.execute(system());
    const still = [young, working, waiting, beside, again, asleep, each];
    await rescue();
    for (const id of still) expect(await asked(tenant, id)).toBe(0);
    await rescue(67);
    expect(await Promise.all(still.map((id) => asked(tenant, id)))).toEqual([1, 1, 0, 0, 1, 1, 1]);
  });

  test("is found behind any number of others that wait or are queued", async ({ tenant }) => {
    const workflowId = await publish(tenant.caller, STEPS);
    for (const [status, count] of [
      ["queued", 450],
      ["running", 450],
    ] as const)
      await sql`with r as (
          insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger, queued_at)
          select ${tenant.tenantId}, gen.id, ${workflowId}, 'x', 1, ${status}, 'manual', '{}', now() - interval '5 hours'
          from (select overlay(app.uuidv7()::text placing left(app.uuidv7_floor(now() - interval '5 hours')::text, 13) from 1)::uuid as id
            from generate_series(1, ${count})) as gen returning id)
        insert into public.run_steps (tenant_id, run_id, step_id, position, type, status, started_at, waits_until)
        select ${tenant.tenantId}, id, 'a', 0, 'delay', 'waiting', now() - interval '5 hours', now() + interval '5 hours'
        from r where ${status} = 'running'`.execute(system());
    const stuck = await begun(tenant, "running", 10 * MINUTE);
    await rescue();
    expect(await asked(tenant, stuck)).toBe(1);
    await rescue();
    await rescue();
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from public.runs
      where tenant_id = ${tenant.tenantId} and status = 'queued' and rescues = 1`.execute(system());
    expect(rows[0]?.n).toBe(450);
  });

  test("is not given up while the engine is away", async ({ tenant }) => {
    const id = await begun(tenant, "running", 10 * MINUTE);
    partsUp(503);
    const later = (minutes: number) => keepWatch(new Date(Date.now() + minutes * MINUTE));
    expect(await later(0)).toMatchObject({ asked: 0, lost: 0 });
    expect(await asked(tenant, id)).toBe(0);
  });
});

describe("the clock outside the engine", () => {
  const call = (authorization?: string) =>
    WATCH(
      new Request("http://127.0.0.1:3000/api/cron/watch", {
        headers: authorization ? { authorization } : {},
      }),
    );

  test("is wound by who holds the secret, and by nobody else", async ({ database: _ }) => {
    partsUp();
    for (const wrong of [undefined, "Bearer x", env().CRON_SECRET, `Bearer ${env().CRON_SECRET}x`])
      expect((await call(wrong)).status).toBe(401);
    const answer = await call(`Bearer ${env().CRON_SECRET}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      late: expect.any(Number),
      asked: expect.any(Number),
      lost: expect.any(Number),
    });
  });

  test("starts what is late, and so does whoever asks whether the app is ready", async ({
    tenant,
  }) => {
    partsUp();
    const late = async () => {
      const id = await hourly(tenant);
      await dueAt(id, new Date(Date.now() - 3 * MINUTE));
      return id;
    };
    const first = await late();
    await call(`Bearer ${env().CRON_SECRET}`);
    expect(await runsOf(first)).toHaveLength(1);
    const second = await late();
    await READY(new Request("http://127.0.0.1:3000/api/health/ready"));
    await expect.poll(async () => (await runsOf(second)).length, { timeout: 15_000 }).toBe(1);
  });
});
