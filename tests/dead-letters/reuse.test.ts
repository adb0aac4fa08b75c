import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import { type EndedStep, stepsToReuse } from "@/lib/domain/runs/replay/reuse";

type Step = Pick<PlanStep, "id" | "type" | "needs" | "onError">;

const step = (id: string, needs: string[] = [], onError: PlanStep["onError"] = "fail"): Step => ({
  id,
  type: "http.request",
  needs,
  onError,
});
const ended = (id: string, status = "succeeded"): EndedStep => ({
  id,
  type: "http.request",
  status,
});

const reused = (steps: Step[], ends: EndedStep[], from?: string) => {
  const answer = stepsToReuse(steps, ends, from);
  return "reuse" in answer ? answer.reuse : answer.problem.code;
};

test("from the failed step, what ended well before and beside it is kept", () => {
  const steps = [step("a"), step("b", ["a"]), step("c", ["b"]), step("side", ["a"])];
  const ends = [ended("a"), ended("b", "failed"), ended("side")];
  expect(reused(steps, ends)).toEqual(["a", "side"]);
});

test("everything after the chosen step is done again, through needs and through ways out", () => {
  const steps = [
    step("a", [], { run: "rescue" }),
    step("rescue"),
    step("after", ["rescue"]),
    step("other"),
  ];
  const ends = ["a", "rescue", "after", "other"].map((id) => ended(id));
  expect(reused(steps, ends, "a")).toEqual(["other"]);
  expect(reused(steps, ends, "after")).toEqual(["a", "rescue", "other"]);
});

test("a failure the document allows is kept, and a step that was cancelled is done again", () => {
  const steps = [step("soft", [], "continue"), step("b", ["soft"]), step("c")];
  const ends = [ended("soft", "failed"), ended("b", "failed"), ended("c", "cancelled")];
  expect(reused(steps, ends)).toEqual(["soft"]);
});

test("a version that lost the step or changed its kind is told with its code", () => {
  const ends = [ended("a"), ended("b", "failed")];
  expect(reused([step("b")], ends)).toBe("step_gone");
  expect(reused([{ ...step("a"), type: "transform" }, step("b")], ends)).toBe("step_gone");
  expect(reused([step("a"), step("b")], ends, "x")).toBe("step_gone");
  expect(reused([step("a")], [ended("a")])).toBe("nothing_failed");
});

test("whatever the graph, a kept step never comes after one that is done again", () => {
  const graph = fc.array(fc.array(fc.nat(40), { maxLength: 4 }), { minLength: 1, maxLength: 40 });
  const statuses = fc.array(fc.constantFrom("succeeded", "skipped", "failed", "cancelled"), {
    minLength: 40,
    maxLength: 40,
  });
  fc.assert(
    fc.property(graph, statuses, fc.nat(39), (needs, status, at) => {
      const steps = needs.map((list, i) =>
        step(`s${i}`, [...new Set(list.filter((n) => n < i).map((n) => `s${n}`))]),
      );
      const from = `s${at % steps.length}`;
      const answer = stepsToReuse(
        steps,
        steps.map(({ id }, i) => ended(id, status[i])),
        from,
      );
      if (!("reuse" in answer)) return;
      const kept = new Set(answer.reuse);
      expect(kept.has(from)).toBe(false);
      for (const { id, needs: before } of steps)
        if (kept.has(id)) for (const need of before) expect(kept.has(need)).toBe(true);
    }),
  );
});
