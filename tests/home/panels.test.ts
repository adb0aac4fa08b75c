import { sql } from "kysely";
import { expect } from "vitest";
import { uuidv7 } from "@/lib/core/ids";
import { recentFailures } from "@/lib/domain/home/failures";
import { standing } from "@/lib/domain/home/standing";
import { runsToday } from "@/lib/domain/home/today";
import { asSystem } from "@/lib/infra/db/as-system";
import { test } from "@/tests/support/test";

const DAY = 86_400_000;
const WORKFLOW = "11111111-1111-4111-8111-111111111111";

const run = (tenantId: string, status: string, agoMs: number, error: object | null = null) => {
  const at = new Date(Date.now() - agoMs);
  const ended = ["succeeded", "failed"].includes(status) ? at : null;
  return sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger, error, queued_at, ended_at)
    values (${tenantId}, ${uuidv7(at.getTime())}, ${WORKFLOW}, 'Orders', 1, ${status}, 'manual', '{}',
      ${error && JSON.stringify(error)}::text::jsonb, ${at}, ${ended})`.execute(
    asSystem("tests prepare what they look at"),
  );
};

test("an empty tenant has no rate instead of a wrong one", async ({ tenant }) => {
  expect(await runsToday(tenant.caller, "UTC")).toEqual({
    runs: 0,
    active: 0,
    succeeded: 0,
    failed: 0,
    successShare: null,
  });
  expect(await standing(tenant.caller)).toEqual({ workflows: 0, live: 0, hasRuns: false });
});

test("today begins at midnight of the given zone, and unfinished runs do not move the rate", async ({
  tenant,
}) => {
  const { tenantId, caller } = tenant;
  for (const status of ["succeeded", "succeeded", "succeeded", "failed", "running", "queued"])
    await run(tenantId, status, 0);
  await run(tenantId, "failed", 2 * DAY);
  const today = await runsToday(caller, "Europe/Berlin");
  expect(today).toEqual({ runs: 6, active: 2, succeeded: 3, failed: 1, successShare: 0.75 });
});

test("failures are grouped by workflow, step and code, the most recent first", async ({
  tenant,
  rival,
}) => {
  const { tenantId, caller } = tenant;
  const late = { code: "timeout", message: "It took too long", stepId: "ask" };
  await run(tenantId, "failed", 3000, late);
  await run(tenantId, "failed", 2000, { ...late, message: "It took 31 s" });
  await run(tenantId, "failed", 1000, { code: "invalid_input", message: "No address" });
  await run(tenantId, "failed", 8 * DAY, late);
  await run(rival.tenantId, "failed", 0, late);
  const failures = await recentFailures(caller);
  expect(
    failures.map(({ code, stepId, runs, message }) => ({ code, stepId, runs, message })),
  ).toEqual([
    { code: "invalid_input", stepId: null, runs: 1, message: "No address" },
    { code: "timeout", stepId: "ask", runs: 2, message: "It took 31 s" },
  ]);
  expect((await standing(caller)).hasRuns).toBe(true);
});
