import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { BATCHES } from "@/inngest/bulk-actions/batches";
import { worker } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { advanceBulkAction } from "@/lib/domain/bulk-actions/advance";
import { cancelBulkAction } from "@/lib/domain/bulk-actions/cancel";
import { getBulkAction } from "@/lib/domain/bulk-actions/read";
import { redriveLetters } from "@/lib/domain/dead-letters/command";
import { groupLetters } from "@/lib/domain/dead-letters/groups";
import { LetterGroupQuery, RedriveInput } from "@/lib/domain/dead-letters/schema";
import { cancelManyRuns, replayManyRuns } from "@/lib/domain/runs/bulk/command";
import { CancelRuns, ReplayRuns } from "@/lib/domain/runs/bulk/schema";
import { startRun } from "@/lib/domain/runs/start";
import { asSystem } from "@/lib/infra/db/as-system";
import { failRuns, performAction } from "@/tests/dead-letters/support/failed";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

let isBroken = false;
const capture = await startCapture(() => (isBroken ? { status: 422 } : {}));
const engine = await startEngine(["bulk-actions-perform"]);

const test = base.extend("calls", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  engine.connect();
  isBroken = false;
  capture.requests.length = 0;
  return capture.requests;
});

afterAll(async () => {
  await engine.close();
  await capture.close();
});

const system = () => asSystem("tests look at what happened");
const STEPS = [
  {
    id: "before",
    type: "http.request",
    with: { method: "POST", url: `${capture.url}/before`, json: {} },
  },
  {
    id: "tell",
    type: "http.request",
    needs: ["before"],
    with: { method: "POST", url: `${capture.url}/tell`, json: "{{ trigger.input }}" },
  },
];
const all = (more: object = {}) => RedriveInput.parse({ filter: { all: true }, ...more });
const open = async (actor: Actor) =>
  (await groupLetters(actor.caller, LetterGroupQuery.parse({}))).open;

/** The action when it has ended, or as the poll left it. */
const ended = async (actor: Actor, id: string, patienceMs = 60_000) => {
  await expect
    .poll(async () => (await getBulkAction(actor.caller, id)).endedAt, {
      timeout: patienceMs,
      interval: 200,
    })
    .not.toBeNull();
  return getBulkAction(actor.caller, id);
};

test("a thousand poisoned runs, mended and redriven: a thousand effects, each once; redriving again has none", async ({
  tenant,
  calls,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 1000);
  const { count, action } = await redriveLetters(tenant.caller, all());
  expect(count).toBe(1000);
  expect(await ended(tenant, action?.id ?? "", 180_000)).toMatchObject({
    state: "done",
    total: 1000,
    done: 1000,
    failed: 0,
    problems: [],
  });
  await expect
    .poll(() => new Set(calls.map(({ headers }) => headers["idempotency-key"])).size, {
      timeout: 240_000,
      interval: 500,
    })
    .toBe(1000);
  await expect.poll(() => resolved(id), { timeout: 120_000, interval: 500 }).toBe(1000);
  // Every order went out once, and no step before the failed one was done again.
  expect(calls).toHaveLength(1000);
  expect(new Set(calls.map(({ path, body }) => `${path} ${JSON.parse(body).n}`)).size).toBe(1000);
  expect(calls.every(({ path }) => path === "/tell")).toBe(true);
  expect(await redriveLetters(tenant.caller, all())).toEqual({ count: 0, action: null });
  expect(await open(tenant)).toBe(0);
}, 600_000);

const resolved = async (workflowId: string) => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from public.dead_letters
    where workflow_id = ${workflowId} and state = 'resolved'`.execute(system());
  return rows[0]?.n;
};

test("a broken run is a letter, and redriven from the failed step it does only what was left", async ({
  tenant,
  calls,
}) => {
  isBroken = true;
  const steps = STEPS.map((step) =>
    step.id === "before" ? { ...step, with: { ...step.with, accept: [422] } } : step,
  );
  const runId = await start(tenant.caller, steps);
  expect(await runWhen(tenant.caller, runId)).toMatchObject({ status: "failed" });
  expect(await open(tenant)).toBe(1);
  isBroken = false;
  const { action } = await redriveLetters(tenant.caller, all());
  await ended(tenant, action?.id ?? "");
  const { rows } = await sql<{
    id: string;
  }>`select id from public.runs where replay_of = ${runId}`.execute(system());
  const again = await runWhen(tenant.caller, rows[0]?.id ?? "");
  expect(again).toMatchObject({ status: "succeeded", stepsDone: 2, replayOf: runId });
  expect(stepsOf(again)).toMatchObject({ before: { reused: true }, tell: { reused: false } });
  expect(calls.map(({ path }) => path)).toEqual(["/before", "/tell", "/tell"]);
  expect(await open(tenant)).toBe(0);
}, 90_000);

test("a worker killed in the middle of a bulk redrive leaves nothing half done, and the next goes on", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 350);
  // No nudge: the engine is not to do it.
  const { action } = await redriveLetters(tenant.caller, all({ dryRun: false }));
  const actionId = action?.id ?? "";
  await sql`update public.bulk_actions set state = 'queued' where id = ${actionId}`.execute(
    system(),
  );
  const caller = worker("bulk-actions-perform", tenant.tenantId);
  for (let kills = 0; kills < 4; kills++) {
    await advanceBulkAction(caller, actionId, async (tx, open) => {
      await BATCHES[open.kind](tx, open, tenant.tenantId);
      throw new Error("killed");
    }).catch(() => {});
    await performAction(tenant.tenantId, actionId, 1).catch(() => {});
  }
  const done = await ended(tenant, actionId);
  expect(done).toMatchObject({ state: "done", done: 350, failed: 0 });
  const { rows } =
    await sql<object>`select count(*)::int as runs, count(distinct replay_of)::int as originals
    from public.runs where workflow_id = ${id} and replay_of is not null`.execute(system());
  expect(rows).toEqual([{ runs: 350, originals: 350 }]);
}, 120_000);

test("a cancelled bulk action does no further batch and keeps its count", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 300);
  const { action } = await redriveLetters(tenant.caller, all());
  await cancelBulkAction(tenant.caller, action?.id ?? "").catch(() => {});
  const stopped = await ended(tenant, action?.id ?? "");
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from public.runs
    where workflow_id = ${id} and replay_of is not null`.execute(system());
  expect(rows[0]?.n).toBe(stopped.done);
  expect(
    (await cancelBulkAction(tenant.caller, action?.id ?? "").catch((error) => error.code)) ===
      "conflict",
  ).toBe(stopped.state === "done");
}, 90_000);

test("runs are replayed and cancelled by filter: a preview first, then each of them once", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  const runs = await failRuns(tenant.tenantId, id, 120);
  const replay = (more: object) =>
    ReplayRuns.parse({ filter: { workflowId: id, status: ["failed"] }, ...more });
  expect(await replayManyRuns(tenant.caller, replay({ dryRun: true }))).toEqual({
    count: 120,
    action: null,
  });
  expect(await replayManyRuns(rival.caller, replay({}))).toEqual({ count: 0, action: null });
  const { action } = await replayManyRuns(tenant.caller, replay({ mode: "from-failed-step" }));
  expect(await ended(tenant, action?.id ?? "")).toMatchObject({ state: "done", done: 120 });
  const { rows } = await sql<{
    n: number;
  }>`select count(distinct replay_of)::int as n from public.runs where replay_of = any(${runs}::uuid[])`.execute(
    system(),
  );
  expect(rows).toEqual([{ n: 120 }]);
  const waits = await publish(tenant.caller, [{ id: "wait", type: "delay", with: { for: "1h" } }]);
  for (let n = 0; n < 5; n++) await startRun(tenant.caller, waits, { input: {} });
  const cancel = CancelRuns.parse({ filter: { workflowId: waits } });
  const asked = await cancelManyRuns(tenant.caller, cancel);
  expect(asked.count).toBe(5);
  expect(await ended(tenant, asked.action?.id ?? "")).toMatchObject({ done: 5 });
  expect((await cancelManyRuns(tenant.caller, cancel)).count).toBe(0);
}, 120_000);
