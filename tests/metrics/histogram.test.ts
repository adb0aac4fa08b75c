import { sql } from "kysely";
import { expect } from "vitest";
import { uuidv7 } from "@/lib/core/ids";
import { percentile } from "@/lib/domain/metrics/percentile";
import { runDurations } from "@/lib/domain/metrics/run-durations";
import { runsPerHour } from "@/lib/domain/metrics/runs-per-hour";
import { asSystem } from "@/lib/infra/db/as-system";
import { test } from "@/tests/support/test";

const MINUTE = 60_000;

const system = () => asSystem("tests prepare what they look at");

/** A finished run that ended `endedAgoMs` ago after `tookMs`. */
const finish = (tenantId: string, status: string, tookMs: number, endedAgoMs: number) => {
  const endedAt = new Date(Date.now() - endedAgoMs);
  const queuedAt = new Date(endedAt.getTime() - tookMs);
  return sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger, queued_at, ended_at)
    values (${tenantId}, ${uuidv7(queuedAt.getTime())}, gen_random_uuid(), 'w', 1, ${status}, 'manual', '{}', ${queuedAt}, ${endedAt})`.execute(
    system(),
  );
};

const rollUp = () => sql`select public.roll_up_metrics()`.execute(system());

const totals = async (caller: Parameters<typeof runsPerHour>[0]) => {
  const hours = await runsPerHour(caller);
  const sum = (key: "succeeded" | "failed") => hours.reduce((all, hour) => all + hour[key], 0);
  return { succeeded: sum("succeeded"), failed: sum("failed") };
};

test("a quantile is at most 2.2 % away from the value it stands for", () => {
  const seconds = Array.from({ length: 1000 }, (_, i) => 0.01 * 1.007 ** i);
  const cells = seconds.map((s) => ({ bucket: Math.ceil(16 * Math.log2(s)), n: 1 }));
  for (const share of [0.5, 0.95, 0.99]) {
    const exact = (seconds[Math.ceil(share * 1000) - 1] ?? 0) * 1000;
    expect(Math.abs((percentile(cells, share) ?? 0) / exact - 1)).toBeLessThan(0.022);
  }
  expect(percentile([], 0.5)).toBeNull();
});

test("every run counts once: before, between and after roll-ups", async ({ tenant }) => {
  const { tenantId, caller } = tenant;
  const both = async (succeeded: number, failed: number) =>
    expect(await totals(caller)).toEqual({ succeeded, failed });
  for (const ago of [90, 45, 7, 3]) await finish(tenantId, "succeeded", 2000, ago * MINUTE);
  await finish(tenantId, "failed", 500, 5 * MINUTE);
  await both(4, 1);
  await rollUp();
  await both(4, 1);
  await finish(tenantId, "succeeded", 2000, 0);
  await both(5, 1);
  await rollUp();
  await both(5, 1);
});

test("another tenant's runs are not seen", async ({ tenant, rival }) => {
  await finish(rival.tenantId, "succeeded", 1000, 30 * MINUTE);
  await rollUp();
  expect(await totals(tenant.caller)).toEqual({ succeeded: 0, failed: 0 });
  expect(await runDurations(tenant.caller)).toEqual({
    runs: 0,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
  });
});

test("durations leave out cancelled runs", async ({ tenant }) => {
  const { tenantId, caller } = tenant;
  for (let i = 0; i < 19; i += 1) await finish(tenantId, "succeeded", 1000, 20 * MINUTE);
  await finish(tenantId, "failed", 60_000, 20 * MINUTE);
  await finish(tenantId, "cancelled", 3_600_000, 20 * MINUTE);
  const { runs, p50Ms, p99Ms } = await runDurations(caller);
  expect(runs).toBe(20);
  expect(Math.abs((p50Ms ?? 0) / 1000 - 1)).toBeLessThan(0.023);
  expect(Math.abs((p99Ms ?? 0) / 60_000 - 1)).toBeLessThan(0.023);
});
