import { expect, test } from "vitest";
import { assessSequence, requirePublishable } from "@/lib/domain/sequences/assess";
import { builtIns } from "@/lib/domain/sequences/built-in/registry";
import { starters } from "@/lib/domain/sequences/starters/registry";

const mail = (key: string, more: object = {}) => ({
  key,
  type: "mail",
  when: { day: 0 },
  content: { subject: "Hello {{ person.firstName }}", body: "# Hello" },
  ...more,
});

const draft = (more: object = {}) => ({
  schemaVersion: 1,
  name: "Second order",
  category: "lifecycle",
  entry: { event: "order.placed" },
  steps: [mail("first")],
  ...more,
});

const codes = (document: Record<string, unknown>) =>
  assessSequence(document).problems.map(({ path, code }) => `${path}: ${code}`);

test("every sequence of ours is a document without a problem", () => {
  for (const { key, definition } of builtIns)
    expect(assessSequence({ ...definition }, true).problems, key).toEqual([]);
  expect(new Set(builtIns.map(({ key }) => key)).size).toBe(builtIns.length);
});

test("every document a company may begin with is without a problem, and can say all it says", () => {
  for (const definition of starters)
    expect(assessSequence({ ...definition }).problems, definition.name).toEqual([]);
});

test("what only a house can say is a problem of everybody else, because their mail would have a hole", () => {
  const steps = [
    mail("first", {
      if: "progress.published == 0",
      content: { subject: "Hello", body: "x", action: { label: "Go", url: "{{ url.app }}" } },
    }),
  ];
  expect(codes(draft({ steps }))).toEqual([
    "steps.0.if: house_variable",
    "steps.0.content.action.url: house_variable",
  ]);
  expect(assessSequence(draft({ steps }), true).problems).toEqual([]);
});

test("every mail of ours has German words beside the English", () => {
  for (const { definition } of builtIns)
    for (const step of definition.steps)
      if (step.type === "mail") expect(step.contentDe?.subject, step.key).toBeTruthy();
});

test("a document is told every problem at once, with its place", () => {
  expect(codes(draft())).toEqual([]);
  expect(
    codes(
      draft({
        goal: { event: "paid", if: "event.amount >" },
        experiment: {
          id: "e",
          arms: [
            { key: "a", weight: 1 },
            { key: "a", weight: 1 },
          ],
        },
        steps: [
          mail("first", { when: { day: 3 }, arms: ["b"] }),
          mail("first", { when: { day: 1 }, if: "secret.key == 1" }),
          mail("third", { when: { day: 4 }, content: { subject: "{{ person.name", body: "x" } }),
        ],
      }),
    ),
  ).toEqual([
    "goal.if: expression_syntax",
    "experiment.arms: duplicate_key",
    "steps.0.arms: unknown_arm",
    "steps.1.if: unknown_variable",
    "steps.1.key: duplicate_key",
    "steps.1.when: out_of_order",
    "steps.2.content.subject: template_open",
  ]);
  expect(codes({ name: "" })).toContain("steps: invalid_type");
});

test("only a document without problems can be published, and none of half a megabyte", () => {
  expect(requirePublishable(draft()).name).toBe("Second order");
  expect(() => requirePublishable(draft({ steps: [] }))).toThrow(/cannot be published/);
  expect(() => assessSequence(draft({ description: "x".repeat(600_000) }))).toThrow(/at most/);
});
