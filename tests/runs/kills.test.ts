import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import type { Durable } from "@/lib/domain/runs/execution/surroundings";
import { startRun } from "@/lib/domain/runs/start";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { asSystem } from "@/lib/infra/db/as-system";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";
import { powers as noPowers } from "@/tests/runs/support/powers";
import { publish, runWhen, stepsOf } from "@/tests/runs/support/workflow";
import { startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

const ITEMS = 9;
const CONCURRENCY = 3;

const capture = await startCapture();
afterAll(() => capture.close());

const test = base.extend("calls", ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  capture.requests.length = 0;
  return capture.requests;
});

const system = () => asSystem("tests act as the durable function");

const call = (id: string, more: object = {}) => ({
  id,
  type: "http.request",
  // Kills spend attempts too; here they are many.
  retry: { maxAttempts: 20, backoff: "fixed", initialMs: 1 },
  with: { method: "POST", url: `${capture.url}/${id}`, json: {} },
  ...more,
});

const steps = [
  call("first"),
  call("left", { needs: ["first"] }),
  call("right", { needs: ["first"] }),
  {
    id: "each",
    type: "for-each",
    needs: ["left"],
    with: { items: "trigger.body.items", concurrency: CONCURRENCY },
    steps: [call("one"), call("two", { needs: ["one"] })],
  },
  call("last", { needs: ["each", "right"] }),
];

class Killed extends Error {}

/** Dies at the `at`th boundary: before or after a durable step, when the clock is read, before or after a call. */
const mortal = (at: number) => {
  let seen = 0;
  const passBoundary = () => {
    seen += 1;
    if (seen >= at) throw new Killed();
  };
  const isDead = () => seen >= at;
  return { passBoundary, isDead };
};

/** A process that remembers nothing of earlier ones and dies at a boundary; whatever it had begun stays where it was. */
const live = async (tenantId: string, runId: string, at: number) => {
  const { passBoundary, isDead } = mortal(at);
  const run = await beginRun(system(), { tenantId, runId });
  if (!run) return "ended before";
  let die = (_: Killed) => {};
  const death = new Promise<never>((_, reject) => {
    die = reject;
  });
  const fatal = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (isDead()) die(new Killed());
      throw error;
    }
  };
  const durable: Durable = {
    run: (_, work) =>
      fatal(async () => {
        passBoundary();
        const result = await work();
        passBoundary();
        return result;
      }),
    sleep: async () => {},
    wait: async () => {},
    race: (work) => work(),
  };
  // A call of a dead process has no answer; the other side got it, or not.
  const gone = () => new Promise<never>(() => die(new Killed()));
  const fetch: typeof safeFetch = async (url, request) => {
    if (isDead()) return gone();
    const response = await safeFetch(url, request);
    return isDead() ? gone() : response;
  };
  const now = () => {
    passBoundary();
    return new Date();
  };
  const powers = () => ({ ...noPowers, fetch });
  const around = { db: system(), kinds: stepKinds, powers, now, random: Math.random };
  const execution = interpret(run, around, durable);
  execution.catch(() => {});
  return Promise.race([execution, death]).catch((error) => {
    if (isDead()) return "killed";
    throw error;
  });
};

/** Small, fast and the same everywhere. */
const dice = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const expected = (runId: string) => [
  ...["first", "left", "right", "last"].map((id) => `run:${runId}:${id}`),
  ...Array.from({ length: ITEMS }, (_, index) =>
    ["one", "two"].map((id) => `run:${runId}:each:${index}:${id}`),
  ).flat(),
];

test("killed at any boundary, again and again, a run ends, does everything, and repeats only what was under way", async ({
  tenant,
  calls,
}) => {
  const hook = { type: "webhook", provider: "generic" };
  const workflowId = await publish(tenant.caller, steps, hook);
  const items = Array.from({ length: ITEMS }, (_, id) => id);
  for (let seed = 1; seed <= 12; seed++) {
    calls.length = 0;
    const roll = dice(seed);
    const { runId } = await startRun(tenant.caller, workflowId, { input: { items } });
    let kills = 0;
    for (let outcome = ""; outcome !== "succeeded"; ) {
      // Later lives get longer, so that every run ends.
      outcome = await live(tenant.tenantId, runId, 1 + roll(8 + kills * 6));
      if (outcome === "killed") kills += 1;
      else expect(["succeeded", "ended before"]).toContain(outcome);
      if (outcome === "ended before") break;
    }
    const run = await runWhen(tenant.caller, runId);
    expect(run.status, `seed ${seed}`).toBe("succeeded");
    const keys = calls.map(({ headers }) => String(headers["idempotency-key"]));
    expect([...new Set(keys)].sort(), `seed ${seed}`).toEqual(expected(runId).sort());
    // Two branches and the items of one for-each can be under way at once.
    expect(keys.length - new Set(keys).size).toBeLessThanOrEqual(kills * (CONCURRENCY + 2));
    const { rows } = await sql`select
      (select count(*)::int from public.effects where run_id = ${runId} and done_at is null) as open,
      (select count(*)::int from public.run_items where run_id = ${runId} and status = 'succeeded') as done`.execute(
      system(),
    );
    expect(rows, `seed ${seed}`).toEqual([{ open: 0, done: ITEMS }]);
    expect(stepsOf(run).each?.items).toEqual({ total: ITEMS, done: ITEMS, failed: 0 });
  }
}, 120_000);
