import { expect } from "vitest";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { updateWorkflow } from "@/lib/domain/workflows/update";
import { test } from "@/tests/support/test";

const definition = (steps: object[]) => ({
  schemaVersion: 1,
  name: "Test",
  trigger: { type: "manual" },
  steps,
});

const problemsOf = (steps: object[]) =>
  validate(definition(steps), stepKinds).problems.map(({ path, code }) => [path, code]);

const ask = (more: object = {}) => ({
  id: "ask",
  type: "approval",
  with: { title: "Pay?", approvers: "admin", ...more },
});

const pay = (more: object = {}) => ({
  id: "pay",
  type: "transform",
  needs: ["ask"],
  with: { value: 1 },
  ...more,
});

test("a step that would run after a rejection by oversight cannot be published", () => {
  expect(problemsOf([ask(), pay()])).toEqual([["steps.1.when", "approval_unread"]]);
  const when = 'steps.ask.output.decision == "approved"';
  expect(problemsOf([ask(), pay({ when })])).toEqual([]);
  expect(problemsOf([ask(), pay({ with: { value: "{{ steps.ask.output.by }}" } })])).toEqual([]);
  expect(problemsOf([ask({ onReject: "fail" }), pay()])).toEqual([]);
  const later = { id: "later", type: "transform", needs: ["pay"], with: { value: 1 } };
  expect(problemsOf([ask(), pay({ when }), later])).toEqual([]);
});

test("what an approval, an event wait and a sub-workflow need is checked when the draft is saved", () => {
  const wrong: [object, string][] = [
    [ask({ approvers: ["boss"] }), "steps.0.with.approvers.0"],
    [ask({ deadline: "soon" }), "steps.0.with.deadline"],
    [ask({ deadline: "400d" }), "steps.0.with.deadline"],
    [ask({ escalateAfter: "1h" }), "steps.0.with.escalateTo"],
    [ask({ title: "a\nb" }), "steps.0.with.title"],
    [{ id: "a", type: "event.wait", with: {} }, "steps.0.with.event"],
    [{ id: "a", type: "event.wait", with: { event: "x", if: "event.data." } }, "steps.0.with.if"],
    [
      { id: "a", type: "event.wait", with: { event: "x", if: "steps.nope.output == event.id" } },
      "steps.0.with.if",
    ],
    [{ id: "a", type: "workflow.run", with: { workflow: "mine" } }, "steps.0.with.workflow"],
  ];
  for (const [step, path] of wrong) expect(problemsOf([step]).map(([at]) => at)).toEqual([path]);
});

test("a workflow that starts itself is refused when it is published", async ({ tenant }) => {
  const call = (workflow: string) =>
    definition([{ id: "a", type: "workflow.run", with: { workflow } }]);
  const { id } = await createWorkflow(tenant.caller, {
    definition: definition([{ id: "a", type: "transform", with: { value: 1 } }]),
  });
  await updateWorkflow(tenant.caller, id, { definition: call(id) });
  await expect(publishWorkflow(tenant.caller, id, { note: "" })).rejects.toMatchObject({
    code: "invalid_input",
    issues: [{ path: "steps.0.with.workflow", code: "self_call" }],
  });
});
