import fc from "fast-check";
import { expect } from "vitest";
import { AppError } from "@/lib/core/errors";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import { startRun } from "@/lib/domain/runs/start";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { StepKind } from "@/lib/domain/workflows/steps/step-kind";
import { asSystem } from "@/lib/infra/db/as-system";
import { forgetful, powers } from "@/tests/runs/support/powers";
import { publish } from "@/tests/runs/support/workflow";
import { test } from "@/tests/support/test";

const system = () => asSystem("tests act as the durable function");

type Fate = "succeeded" | "failed";
type Nature = "pure" | "effect" | "switch" | "stop";
type Drawn = {
  nature: Nature;
  fate: Fate;
  needs: number[];
  join: "all" | "any";
  onError: "fail" | "continue" | "run";
  target: number;
  way: "a" | "b" | null;
  asked: number;
};

const drawn: fc.Arbitrary<Drawn> = fc.record({
  nature: fc.oneof(
    { weight: 60, arbitrary: fc.constant<Nature>("pure") },
    { weight: 20, arbitrary: fc.constant<Nature>("effect") },
    { weight: 17, arbitrary: fc.constant<Nature>("switch") },
    { weight: 1, arbitrary: fc.constant<Nature>("stop") },
  ),
  fate: fc.oneof(
    { weight: 9, arbitrary: fc.constant<Fate>("succeeded") },
    { weight: 1, arbitrary: fc.constant<Fate>("failed") },
  ),
  needs: fc.uniqueArray(fc.nat(49), { maxLength: 3 }),
  join: fc.constantFrom("all" as const, "any" as const),
  onError: fc.constantFrom(
    "continue" as const,
    "run" as const,
    "continue" as const,
    "fail" as const,
  ),
  target: fc.nat(49),
  way: fc.constantFrom("a" as const, "b" as const, null),
  asked: fc.nat(49),
});

const TYPES: Record<Nature, string> = {
  pure: "transform",
  effect: "http.request",
  switch: "switch",
  stop: "stop",
};

/** Steps need earlier ones; a way out lies later and belongs to one step; `when` asks an earlier switch. */
const graphOf = (shape: Drawn[]): PlanStep[] => {
  const taken = new Set<number>();
  return shape.map(({ nature, needs, join, onError, target, way, asked }, index) => {
    const later = index + 1 + (target % Math.max(1, shape.length - index - 1));
    const free = later < shape.length && !taken.has(later) && onError === "run";
    if (free) taken.add(later);
    const asks = way !== null && asked < index && shape[asked]?.nature === "switch";
    const before = needs.filter((need) => need < index);
    return {
      id: `s${index}`,
      type: TYPES[nature],
      needs: [...new Set(asks ? [...before, asked] : before)].map((need) => `s${need}`),
      join,
      with: { id: index },
      timeoutMs: 10_000,
      onError: onError === "run" ? (free ? { run: `s${later}` } : "continue") : onError,
      ...(asks && { when: `steps.s${asked}.output.case == "${way}"` }),
    };
  });
};

type End = Fate | "skipped";

/**
 * What each step ends as if nothing ends the run early, told from the drawn shape alone, and whether something could end
 * it. A switch goes way a when its place is even.
 */
const model = (shape: Drawn[], steps: PlanStep[]) => {
  const ends: End[] = [];
  const endOf = (id: string) => ends[Number(id.slice(1))];
  for (const [index, { nature, fate, way, asked }] of shape.entries()) {
    const step = steps[index];
    const counts = (step?.needs ?? []).filter(
      (id) =>
        endOf(id) === "succeeded" ||
        (endOf(id) === "failed" && steps[Number(id.slice(1))]?.onError === "continue"),
    ).length;
    const all = step?.needs.length ?? 0;
    const isReady = all === 0 || (step?.join === "any" ? counts > 0 : counts === all);
    const source = steps.find(
      ({ onError }) => typeof onError === "object" && onError.run === step?.id,
    );
    const isCalled = !source || endOf(source.id) === "failed";
    const goes = step?.when === undefined || ends[asked] !== "succeeded" ? undefined : asked % 2;
    // A switch that was skipped has no output, and a comparison with nothing is false.
    const isAllowed =
      step?.when === undefined || (goes !== undefined && (goes === 0) === (way === "a"));
    const own = nature === "switch" || nature === "stop" ? "succeeded" : fate;
    ends.push(isReady && isCalled && isAllowed ? own : "skipped");
  }
  const isFatal = ends.some((end, index) => end === "failed" && steps[index]?.onError === "fail");
  const stops = ends.some((end, index) => end === "succeeded" && shape[index]?.nature === "stop");
  return { ends, isFatal, stops };
};

const execute = async (tenantId: string, runId: string, shape: Drawn[], steps: PlanStep[]) => {
  const loaded = await beginRun(system(), { tenantId, runId });
  if (!loaded) throw new Error("the run is over");
  const begun: string[] = [];
  const told = (input: unknown) => {
    const { id } = input as { id: number };
    begun.push(`s${id}`);
    if (shape[id]?.fate === "failed") throw new AppError("invalid_input", "as drawn");
    return { id };
  };
  const plain = (type: string, more: Partial<StepKind>): StepKind => ({
    ...(stepKinds[type] as StepKind),
    prepare: (given) => given,
    redact: (input) => input,
    ...more,
  });
  const kinds = {
    transform: plain("transform", { run: (_ctx, input) => told(input) }),
    "http.request": plain("http.request", { run: async (_ctx, input) => told(input) }),
    switch: plain("switch", {
      run: (_ctx, input) => ({ case: (input as { id: number }).id % 2 === 0 ? "a" : "b" }),
    }),
    stop: plain("stop", { stops: () => ({ status: "cancelled", message: "as drawn" }) }),
  };
  const around = { now: () => new Date(), random: Math.random, powers: () => powers };
  const status = await interpret(
    { ...loaded, steps },
    { ...around, db: system(), kinds },
    forgetful,
  );
  const rows = await system()
    .selectFrom("runSteps")
    .select(["stepId", "status"])
    .where("tenantId", "=", tenantId)
    .where("runId", "=", runId)
    .execute();
  return { status, begun, ends: new Map(rows.map((row) => [row.stepId, row.status])) };
};

test("any graph of up to 50 steps ends as a model of the rules says, each step begun once", async ({
  tenant,
}) => {
  const { caller, tenantId } = tenant;
  const workflowId = await publish(caller, [{ id: "x", type: "transform", with: { value: 1 } }]);
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 50 }), async (shape) => {
      const steps = graphOf(shape);
      const { runId } = await startRun(caller, workflowId, { input: {} });
      const { status, begun, ends } = await execute(tenantId, runId, shape, steps);
      const { ends: wanted, isFatal, stops } = model(shape, steps);
      expect(new Set(begun).size).toBe(begun.length);
      const nothingEarly = !isFatal && !stops;
      for (const [index, end] of wanted.entries()) {
        const found = ends.get(`s${index}`);
        if (nothingEarly) expect(found, `s${index}`).toBe(end);
        else expect([end, "cancelled", undefined], `s${index}`).toContain(found);
      }
      if (nothingEarly) expect(status).toBe("succeeded");
      else
        expect(
          isFatal && stops ? ["failed", "cancelled"] : [isFatal ? "failed" : "cancelled"],
        ).toContain(status);
    }),
    { numRuns: 40, seed: 7 },
  );
}, 180_000);
