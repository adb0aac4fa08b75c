import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import type { Durable } from "@/lib/domain/runs/execution/surroundings";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { NO_WAITS } from "@/lib/domain/workflows/steps/waiting/powers";
import { asSystem } from "@/lib/infra/db/as-system";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";
import { runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import { startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

const capture = await startCapture();
afterAll(() => capture.close());

const test = base.extend("calls", ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  capture.requests.length = 0;
  return capture.requests;
});

const system = () => asSystem("tests act as the durable function");
const tell = {
  id: "tell",
  type: "http.request",
  with: { method: "POST", url: capture.url, json: {} },
};
const after = { id: "after", type: "transform", needs: ["tell"], with: { value: 1 } };

/** Lets the workflow of a run follow itself, so that each end of a run is told in the outbox. */
const followEnds = (runId: string) =>
  sql`insert into public.followers (tenant_id, workflow_id, source_id, statuses)
    select tenant_id, workflow_id, workflow_id, '{succeeded,failed,cancelled}' from public.runs where id = ${runId}`.execute(
    system(),
  );

const endsTold = async (tenant: { events: () => Promise<{ name: string }[]> }) =>
  (await tenant.events()).filter(({ name }) => name === "workflows/run.followed");

/** An engine that remembers nothing: every invocation is the first, as after the loss of everything but our database. */
const forgetful: Durable = {
  run: (_, work) => work(),
  sleep: async () => {},
  wait: async () => {},
  race: (work) => work(),
};

const invoke = async (
  tenantId: string,
  runId: string,
  more: { now?: () => Date; durable?: Durable } = {},
) => {
  const run = await beginRun(system(), { tenantId, runId });
  if (!run) throw new Error("the run is over");
  const powers = () => ({
    fetch: safeFetch,
    waits: NO_WAITS,
    sendMail: () => Promise.reject(new Error("no mail here")),
    notify: () => Promise.reject(new Error("nobody to tell here")),
  });
  const { now = () => new Date(), durable = forgetful } = more;
  return interpret(
    run,
    { db: system(), kinds: stepKinds, powers, now, random: Math.random },
    durable,
  );
};

const ledger = async (runId: string) => {
  const { rows } =
    await sql`select claims, done_at is not null as done from public.effects where run_id = ${runId}`.execute(
      system(),
    );
  return rows;
};

test("a worker that dies after the effect and before its record repeats it under the same key, and the ledger says once", async ({
  tenant,
  calls,
}) => {
  const runId = await start(tenant.caller, [tell, after]);
  const dies = () => {
    if (calls.length > 0) throw new Error("killed");
    return new Date();
  };
  await expect(invoke(tenant.tenantId, runId, { now: dies })).rejects.toThrow("killed");
  expect(await ledger(runId)).toEqual([{ claims: 1, done: false }]);
  expect(await invoke(tenant.tenantId, runId)).toBe("succeeded");
  expect(calls.map(({ headers }) => headers["idempotency-key"])).toEqual([
    `run:${runId}:tell`,
    `run:${runId}:tell`,
  ]);
  expect(await ledger(runId)).toEqual([{ claims: 2, done: true }]);
  expect(stepsOf(await runWhen(tenant.caller, runId)).tell).toMatchObject({
    status: "succeeded",
    attempts: 2,
  });
});

test("a recorded effect is never performed again, even when the engine lost its result", async ({
  tenant,
  calls,
}) => {
  const runId = await start(tenant.caller, [tell, { ...tell, id: "again", needs: ["tell"] }]);
  const loses: Durable = {
    ...forgetful,
    run: async (_, work) => {
      await work();
      throw new Error("killed");
    },
  };
  for (let i = 0; i < 3; i++)
    await expect(invoke(tenant.tenantId, runId, { durable: loses })).rejects.toThrow("killed");
  expect(await invoke(tenant.tenantId, runId)).toBe("succeeded");
  expect(calls.map(({ headers }) => headers["idempotency-key"])).toEqual([
    `run:${runId}:tell`,
    `run:${runId}:again`,
  ]);
  expect(await ledger(runId)).toEqual([
    { claims: 1, done: true },
    { claims: 1, done: true },
  ]);
});

test("the last effect of a run is recorded with the run's end: both or neither", async ({
  tenant,
  calls,
}) => {
  const runId = await start(tenant.caller, [tell, after]);
  const dies: Durable = {
    ...forgetful,
    run: async (_, work) => {
      await work();
      throw new Error("killed");
    },
  };
  await expect(invoke(tenant.tenantId, runId, { durable: dies })).rejects.toThrow("killed");
  expect(await ledger(runId)).toEqual([{ claims: 1, done: false }]);
  expect(await invoke(tenant.tenantId, runId)).toBe("succeeded");
  expect(new Set(calls.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  const run = await runWhen(tenant.caller, runId);
  expect(run).toMatchObject({ status: "succeeded", stepsDone: 2 });
  expect(stepsOf(run).tell).toMatchObject({ status: "succeeded", attempts: 2 });
  expect(await ledger(runId)).toEqual([{ claims: 2, done: true }]);
});

test("what another worker recorded of the last effect stands, and what follows is computed from that", async ({
  tenant,
}) => {
  const reads = { ...after, with: { value: "{{ steps.tell.output.body }}" } };
  const runId = await start(tenant.caller, [tell, reads]);
  const overtaken: Durable = {
    ...forgetful,
    run: async (_, work) => {
      const mine = await work();
      await sql`update public.effects set done_at = now(),
        result = '{"status":"succeeded","output":{"status":200,"body":"theirs"}}' where run_id = ${runId}`.execute(
        system(),
      );
      return mine;
    },
  };
  expect(await invoke(tenant.tenantId, runId, { durable: overtaken })).toBe("succeeded");
  const run = await runWhen(tenant.caller, runId);
  expect(stepsOf(run).after).toMatchObject({ output: { value: "theirs" } });
});

test("two workers on the last effect end the run once", async ({ tenant }) => {
  const runId = await start(tenant.caller, [tell, after]);
  await followEnds(runId);
  const late: Durable = {
    ...forgetful,
    run: async (_, work) => {
      const mine = await work();
      expect(await invoke(tenant.tenantId, runId)).toBe("succeeded");
      return mine;
    },
  };
  expect(await invoke(tenant.tenantId, runId, { durable: late })).toBe("cancelled");
  expect(await endsTold(tenant)).toHaveLength(1);
  expect(await ledger(runId)).toEqual([{ claims: 2, done: true }]);
  expect(await runWhen(tenant.caller, runId)).toMatchObject({ status: "succeeded" });
});

test("an effect whose every attempt was lost is given up without another", async ({
  tenant,
  calls,
}) => {
  const retry = { maxAttempts: 2, backoff: "fixed", initialMs: 1 };
  const runId = await start(tenant.caller, [{ ...tell, retry }]);
  let seen = 0;
  const dies = () => {
    if (calls.length > seen) throw new Error("killed");
    return new Date();
  };
  for (; seen < 2; seen++)
    await expect(invoke(tenant.tenantId, runId, { now: dies })).rejects.toThrow("killed");
  expect(await invoke(tenant.tenantId, runId)).toBe("failed");
  expect(calls).toHaveLength(2);
  const run = await runWhen(tenant.caller, runId);
  expect(run.error).toMatchObject({ code: "attempts_lost", stepId: "tell" });
});

test("a run that is cancelled before its end is written stays cancelled and tells of one end", async ({
  tenant,
  calls,
}) => {
  const runId = await start(tenant.caller, [tell, after]);
  await followEnds(runId);
  const cancels: Durable = {
    ...forgetful,
    run: async (_, work) => {
      const result = await work();
      await cancelRun(tenant.caller, runId);
      return result;
    },
  };
  expect(await invoke(tenant.tenantId, runId, { durable: cancels })).toBe("cancelled");
  expect(await runWhen(tenant.caller, runId)).toMatchObject({ status: "cancelled", error: null });
  const told = await tenant.events();
  expect(told.filter(({ name }) => name === "workflows/run.cancelled")).toHaveLength(1);
  expect(await endsTold(tenant)).toHaveLength(1);
  expect(calls).toHaveLength(1);
});

test("a run of one tenant is not there for another tenant's worker", async ({ tenant, rival }) => {
  const runId = await start(tenant.caller, [tell]);
  expect(await beginRun(system(), { tenantId: rival.tenantId, runId })).toBeUndefined();
});

test("a finished run tells whoever follows it once", async ({ tenant, calls }) => {
  const runId = await start(tenant.caller, [tell]);
  await followEnds(runId);
  await invoke(tenant.tenantId, runId);
  expect(await beginRun(system(), { tenantId: tenant.tenantId, runId })).toBeUndefined();
  expect(await endsTold(tenant)).toMatchObject([{ data: { runId, tenantId: tenant.tenantId } }]);
  expect((await runWhen(tenant.caller, runId)).status).toBe("succeeded");
  expect(calls).toHaveLength(1);
});
