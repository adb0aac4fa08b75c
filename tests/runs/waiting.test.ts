import { expect } from "vitest";
import { AppError } from "@/lib/core/errors";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import type { Durable } from "@/lib/domain/runs/execution/surroundings";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { StepContext, StepKind } from "@/lib/domain/workflows/steps/step-kind";
import { NO_WAITS } from "@/lib/domain/workflows/steps/waiting/powers";
import { asSystem } from "@/lib/infra/db/as-system";
import { runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import { test } from "@/tests/support/test";

const system = () => asSystem("tests act as the durable function");

type Asked = { opened: string[]; closed: number };

/** A wait in the place of `delay`, which is decided when `answer` says so. */
const waitKind = (asked: Asked, answer: (turn: number) => unknown): StepKind => ({
  ...(stepKinds.delay as StepKind),
  until: undefined as never,
  wait: {
    open: async (ctx: StepContext) => {
      asked.opened.push(ctx.key);
      ctx.log("opened", { password: "s3cret" });
      return { until: null };
    },
    close: async () => {
      asked.closed += 1;
      return answer(asked.closed);
    },
  },
});

const remembering = (): Durable & { parked: string[] } => {
  const results = new Map<string, unknown>();
  const parked: string[] = [];
  return {
    parked,
    run: async (id, work) => {
      if (!results.has(id)) results.set(id, JSON.parse(JSON.stringify(await work())));
      return results.get(id) as Awaited<ReturnType<typeof work>>;
    },
    sleep: async () => {},
    wait: async (_, key) => {
      parked.push(key);
    },
    race: (work) => work(),
  };
};

const invoke = async (tenantId: string, runId: string, kind: StepKind, durable: Durable) => {
  const run = await beginRun(system(), { tenantId, runId });
  if (!run) throw new Error("the run is over");
  const { until: _, ...delay } = kind;
  const powers = () => ({
    fetch: () => Promise.reject(new Error("no fetch here")),
    waits: NO_WAITS,
    sendMail: () => Promise.reject(new Error("no mail here")),
    notify: () => Promise.reject(new Error("nobody to tell here")),
  });
  const around = { now: () => new Date(), random: Math.random, powers };
  return interpret(run, { ...around, db: system(), kinds: { ...stepKinds, delay } }, durable);
};

const steps = [
  { id: "ask", type: "delay", with: { for: "1h" } },
  {
    id: "after",
    type: "transform",
    needs: ["ask"],
    with: { value: "{{ steps.ask.output.until }}" },
  },
];

test("a wait is opened once under its key, asked again until it is decided, and ends with its output", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, steps);
  const asked = { opened: [], closed: 0 };
  const kind = waitKind(asked, (turn) => (turn < 3 ? { again: true } : { until: "soon" }));
  const durable = remembering();
  expect(await invoke(tenant.tenantId, runId, kind, durable)).toBe("succeeded");
  const key = `run:${runId}:ask`;
  expect(asked).toEqual({ opened: [key], closed: 3 });
  expect(durable.parked).toEqual([key, key, key]);
  const { ask, after } = stepsOf(await runWhen(tenant.caller, runId));
  expect(ask).toMatchObject({ status: "succeeded", attempts: 1, output: { until: "soon" } });
  expect(ask?.logs).toMatchObject([
    { attempt: 1, message: "opened", data: { password: "[hidden]" } },
  ]);
  expect(after?.output).toEqual({ value: "soon" });
});

test("a wait that the engine forgot is not opened again, and shows as waiting meanwhile", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, steps);
  const asked = { opened: [], closed: 0 };
  const kind = waitKind(asked, () => ({ until: "soon" }));
  const dies: Durable = {
    ...remembering(),
    wait: () => Promise.reject(new Error("killed")),
  };
  for (let i = 0; i < 7; i++) {
    await expect(invoke(tenant.tenantId, runId, kind, dies)).rejects.toThrow("killed");
    const run = await runWhen(tenant.caller, runId, () => true);
    expect(run.status).toBe("waiting");
    expect(stepsOf(run).ask?.status).toBe("waiting");
  }
  expect(await invoke(tenant.tenantId, runId, kind, remembering())).toBe("succeeded");
  expect(asked.opened).toHaveLength(1);
});

test("what a wait says is how the step fails, and a moment without the database is not", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, steps);
  const away = Object.assign(new Error("away"), { code: "57P01" });
  const durable = remembering();
  let answer: Error = away;
  const kind = waitKind({ opened: [], closed: 0 }, () => Promise.reject(answer));
  await expect(invoke(tenant.tenantId, runId, kind, durable)).rejects.toBe(away);
  answer = new AppError("timeout", "Nobody decided in time.");
  expect(await invoke(tenant.tenantId, runId, kind, durable)).toBe("failed");
  const run = await runWhen(tenant.caller, runId);
  expect(run.error).toEqual({
    code: "timeout",
    message: "Nobody decided in time.",
    stepId: "ask",
  });
});

test("a run that is cancelled while it waits closes nothing", async ({ tenant }) => {
  const runId = await start(tenant.caller, steps);
  const kind = waitKind({ opened: [], closed: 0 }, () => ({ until: "soon" }));
  const cancels: Durable = {
    ...remembering(),
    wait: async () => {
      await cancelRun(tenant.caller, runId);
    },
  };
  expect(await invoke(tenant.tenantId, runId, kind, cancels)).toBe("cancelled");
  expect(stepsOf(await runWhen(tenant.caller, runId)).ask?.status).toBe("cancelled");
});
