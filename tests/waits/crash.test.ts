import { sql } from "kysely";
import { expect } from "vitest";
import { waitPowers } from "@/inngest/waits/powers";
import { decideApproval } from "@/lib/domain/approvals/decide";
import { receiveEvent } from "@/lib/domain/events/receive";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import type { Durable } from "@/lib/domain/runs/execution/surroundings";
import { meetEvent } from "@/lib/domain/waits/meet-event";
import { closeLeft, forgetOld, wakeAgain } from "@/lib/domain/waits/sweep";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { asSystem } from "@/lib/infra/db/as-system";
import { approvalOf, ask, lettersOf, pay } from "@/tests/approvals/question";
import { publish, runWhen, type StepDraft, start, stepsOf } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

const system = () => asSystem("tests act as the durable function");

/** An engine that remembers nothing, so that each invocation is the first after losing everything but our database. */
const forgetful: Durable = {
  run: (_, work) => work(),
  sleep: async () => {},
  wait: async () => {},
  race: (work) => work(),
};

const parks: Durable = { ...forgetful, wait: () => Promise.reject(new Error("parked")) };

type Given = { durable?: Durable; now?: () => Date };

const invoke = async (
  tenant: Actor,
  runId: string,
  { durable = forgetful, now = () => new Date() }: Given = {},
) => {
  const run = await beginRun(system(), { tenantId: tenant.tenantId, runId });
  if (!run) throw new Error("the run is over");
  const powers = () => ({
    fetch: () => Promise.reject(new Error("no fetch here")),
    sendMail: () => Promise.reject(new Error("no mail here")),
    notify: () => Promise.reject(new Error("nobody to tell here")),
    waits: waitPowers(run),
  });
  const around = { db: system(), kinds: stepKinds, powers, now, random: Math.random };
  return interpret(run, around, durable);
};

const rowsOf = async (runId: string) =>
  (
    await sql<{ waits: number; approvals: number; children: number }>`
      select (select count(*)::int from public.run_waits where run_id = ${runId}) as waits,
        (select count(*)::int from public.approvals where run_id = ${runId}) as approvals,
        (select count(*)::int from public.runs where parent_run_id = ${runId}) as children`.execute(
      system(),
    )
  ).rows[0];

/** Forgets that the effect was opened, as when the process died right after opening it. */
const loseRecord = (runId: string) =>
  sql`update public.effects set result = null where run_id = ${runId}`.execute(system());

const wait: StepDraft = { id: "paid", type: "event.wait", with: { event: "paid", timeout: "1h" } };

test("killed between opening and parking, a question is asked once and mailed once, and its answer is found", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, [ask(), pay]);
  for (let n = 0; n < 4; n++) {
    await expect(invoke(tenant, runId, { durable: parks })).rejects.toThrow("parked");
    await loseRecord(runId);
  }
  expect(await rowsOf(runId)).toMatchObject({ waits: 1, approvals: 1 });
  const { id } = await approvalOf(tenant, runId);
  expect(await lettersOf(id)).toHaveLength(1);
  await decideApproval(tenant.caller, id, { decision: "approve", comment: undefined });
  expect(await invoke(tenant, runId)).toBe("succeeded");
  expect(stepsOf(await runWhen(tenant.caller, runId)).pay?.output).toEqual({
    value: tenant.email,
  });
});

test("killed between opening and parking, a child is started once", async ({ tenant }) => {
  const child = await publish(tenant.caller, [
    { id: "end", type: "transform", with: { value: 1 } },
  ]);
  const sub = { id: "sub", type: "workflow.run", with: { workflow: child } };
  const runId = await start(tenant.caller, [sub]);
  for (let n = 0; n < 4; n++) {
    await expect(invoke(tenant, runId, { durable: parks })).rejects.toThrow("parked");
    await loseRecord(runId);
  }
  expect(await rowsOf(runId)).toMatchObject({ waits: 1, children: 1 });
});

test("an event in the very moment in which the wait opens is never missed, whichever commits first", async ({
  tenant,
}) => {
  for (let round = 0; round < 10; round++) {
    const runId = await start(tenant.caller, [wait]);
    const begun = invoke(tenant, runId, { durable: parks }).catch(() => undefined);
    const event = receiveEvent(tenant.caller, { name: "paid", data: { round } }).then(({ id }) =>
      meetEvent(system(), { tenantId: tenant.tenantId, eventId: id }),
    );
    await Promise.all([begun, event]);
    const { rows } = await sql<{ seen: boolean; before: boolean }>`
      select w.resolved_at is not null as seen, e.received_at < w.opened_at as before
      from public.run_waits w, public.events e
      where w.run_id = ${runId} and e.name = 'paid' and (e.data ->> 'round')::int = ${round}
        and e.tenant_id = w.tenant_id`.execute(system());
    // What was accepted before the wait began does not count; everything else does.
    expect(rows[0]?.seen || rows[0]?.before).toBe(true);
    if (rows[0]?.seen) expect(await invoke(tenant, runId)).toBe("succeeded");
  }
});

test("the run's own clock decides about a deadline, and a decision before it stands", async ({
  tenant,
}) => {
  const later = () => new Date(Date.now() + 2 * 3_600_000);
  const [left, decided] = [
    await start(tenant.caller, [ask(), pay]),
    await start(tenant.caller, [ask(), pay]),
  ];
  for (const runId of [left, decided])
    await expect(invoke(tenant, runId, { durable: parks })).rejects.toThrow("parked");
  const { id } = await approvalOf(tenant, decided);
  await decideApproval(tenant.caller, id, { decision: "approve", comment: undefined });
  expect(await invoke(tenant, left, { now: later })).toBe("succeeded");
  expect(await invoke(tenant, decided, { now: later })).toBe("succeeded");
  const outputs = await Promise.all(
    [left, decided].map(async (runId) => stepsOf(await runWhen(tenant.caller, runId)).ask?.output),
  );
  expect(outputs).toMatchObject([
    { decision: "rejected", by: null },
    { decision: "approved", by: tenant.email },
  ]);
});

test("the sweep wakes again who did not take the answer, less and less often, and not who did", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, [wait]);
  await expect(invoke(tenant, runId, { durable: parks })).rejects.toThrow("parked");
  const { id } = await receiveEvent(tenant.caller, { name: "paid", data: {} });
  expect(await meetEvent(system(), { tenantId: tenant.tenantId, eventId: id })).toBe(1);
  const age = (by: string) =>
    sql`update public.run_waits set resolved_at = resolved_at - ${by}::interval, told_at = told_at - ${by}::interval
      where run_id = ${runId}`.execute(system());
  expect(await wakeAgain(system())).toBe(0);
  await age("1 minute");
  expect(await wakeAgain(system())).toBe(1);
  expect(await wakeAgain(system())).toBe(0);
  await age("50 seconds");
  expect(await wakeAgain(system())).toBe(0);
  await age("70 seconds");
  expect(await wakeAgain(system())).toBe(1);
  const told = (await tenant.events()).filter(({ name }) => name === "workflows/wait.resolved");
  expect(told.map(({ data }) => data)).toEqual(
    Array(3).fill({ tenantId: tenant.tenantId, runId, key: `run:${runId}:paid` }),
  );
  expect(await invoke(tenant, runId)).toBe("succeeded");
  await age("1 day");
  expect(await wakeAgain(system())).toBe(0);
});

test("the sweep wakes a run whose wait is over and whose engine forgot it, and many at once in one go", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, [wait]);
  await expect(invoke(tenant, runId, { durable: parks })).rejects.toThrow("parked");
  await sql`insert into public.run_waits (tenant_id, key, run_id, step_id, kind, name, until)
    select tenant_id, 'many:' || n, run_id, 'paid', 'event', 'never', now() - interval '1 hour'
    from public.run_waits, generate_series(1, 2500) as n where run_id = ${runId}`.execute(system());
  await sql`update public.run_waits set until = now() - interval '1 hour' where run_id = ${runId}`.execute(
    system(),
  );
  const woken = await Promise.all([wakeAgain(system()), wakeAgain(system())]);
  expect(woken.reduce((sum, n) => sum + n, 0)).toBe(2501);
});

test("the sweep closes what a run that succeeded left open, and forgets what is old", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, [ask()]);
  await expect(invoke(tenant, runId, { durable: parks })).rejects.toThrow("parked");
  expect(await closeLeft(system())).toBe(0);
  await sql`update public.runs set status = 'succeeded', ended_at = now() where id = ${runId}`.execute(
    system(),
  );
  expect(await closeLeft(system())).toBe(1);
  expect(await closeLeft(system())).toBe(0);
  expect(await approvalOf(tenant, runId)).toMatchObject({ status: "cancelled" });
  expect(await forgetOld(system())).toBe(0);
  await sql`update public.run_waits set closed_at = now() - interval '14 weeks' where run_id = ${runId}`.execute(
    system(),
  );
  expect(await forgetOld(system())).toBe(1);
});
