import { expect, test } from "vitest";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

type Draft = Record<string, unknown>;

const document = (steps: unknown[]) => ({
  schemaVersion: 1,
  name: "Test",
  trigger: { type: "webhook", provider: "generic" },
  steps,
});

const problems = (steps: unknown[]) =>
  validate(document(steps), stepKinds).problems.map(({ path, code }) => `${path} ${code}`);
const messages = (steps: unknown[]) =>
  validate(document(steps), stepKinds)
    .problems.map(({ message }) => message)
    .join("\n");

const value = (id: string, text: unknown, more: Draft = {}) => ({
  id,
  type: "transform",
  with: { value: text },
  ...more,
});
const call = (id: string, more: Draft = {}) => ({
  id,
  type: "http.request",
  with: { url: "https://api.example.com/{{ item }}" },
  ...more,
});
const condition = { id: "big", type: "condition", with: { if: "true" } };
const way = {
  id: "way",
  type: "switch",
  with: {
    cases: [
      { name: "a", if: "true" },
      { name: "b", if: "trigger.body.x == 1" },
    ],
  },
};
const each = (steps: unknown[], more: Draft = {}) => ({
  id: "each",
  type: "for-each",
  with: { items: "trigger.body.items" },
  steps,
  ...more,
});

test.each<[string, unknown[], string[]]>([
  [
    "a name an output never has",
    [condition, value("b", "{{ steps.big.output.reslt }}", { needs: ["big"] })],
    ["steps.1.with.value unknown_variable"],
  ],
  [
    "a name below a text",
    [way, value("b", "{{ steps.way.output.case.name }}", { needs: ["way"] })],
    ["steps.1.with.value unknown_variable"],
  ],
  [
    "a name in a list",
    [
      each([value("x", 1)]),
      value("b", "{{ steps.each.output.errors[0].cod }}", { needs: ["each"] }),
    ],
    ["steps.1.with.value unknown_variable"],
  ],
  [
    "names nobody can know",
    [
      call("a", { with: { url: "https://a.example.com" } }),
      value("b", "{{ steps.a.output.body.any.thing[0].at.all }}{{ steps.a.output.headers.etag }}", {
        needs: ["a"],
      }),
    ],
    [],
  ],
  [
    "what a cut output has",
    [condition, value("b", "{{ steps.big.output.truncated }}", { needs: ["big"] })],
    [],
  ],
  [
    "a case without an expression",
    [{ ...way, with: { cases: [{ name: "a" }] } }],
    ["steps.0.with.cases.0.if expression_missing"],
  ],
  [
    "a case whose expression is wrong",
    [{ ...way, with: { cases: [{ name: "a", if: "trigger.body ==" }] } }],
    ["steps.0.with.cases.0.if expression_syntax"],
  ],
  [
    "a case that names what is not there",
    [{ ...way, with: { cases: [{ name: "a", if: "steps.x.output == 1" }] } }],
    ["steps.0.with.cases.0.if unknown_variable"],
  ],
  [
    "two cases of one name",
    [
      {
        ...way,
        with: {
          cases: [
            { name: "a", if: "true" },
            { name: "a", if: "true" },
          ],
        },
      },
    ],
    ["steps.0.with.cases input_custom"],
  ],
  ["no cases", [{ ...way, with: { cases: [] } }], ["steps.0.with.cases input_too_small"]],
  [
    "a branch that names what is not there",
    [{ id: "fork", type: "parallel", with: { branches: { x: "nobody" } } }],
    ["steps.0.with.branches.x unknown_variable"],
  ],
  [
    "attempts and a time-out of the loop itself",
    [each([value("x", 1)], { retry: { maxAttempts: 3 }, timeoutMs: 60_000 })],
    ["steps.0.retry not_for_loop", "steps.0.timeoutMs not_for_loop"],
  ],
  [
    "what publishing writes out for every step, and attempts of the step inside",
    [each([call("x", { retry: { maxAttempts: 3 }, timeoutMs: 60_000 })], { timeoutMs: 30_000 })],
    [],
  ],
  ["a for-each without steps", [{ ...each([]), steps: undefined }], ["steps.0.steps body_missing"]],
  [
    "steps where none belong",
    [{ ...condition, steps: [value("x", 1)] }],
    ["steps.0.steps body_unexpected"],
  ],
  [
    "a wait in a body",
    [each([{ id: "w", type: "delay", with: { for: "1h" } }])],
    ["steps.0.steps.0.type not_in_body"],
  ],
  [
    "an end of the run in a body",
    [each([{ id: "w", type: "stop" }])],
    ["steps.0.steps.0.type not_in_body"],
  ],
  [
    "a body step of a name used outside",
    [condition, each([value("big", 1)])],
    ["steps.1.steps.0.id duplicate_id"],
  ],
  [
    "a body step that needs one outside",
    [condition, each([value("x", 1, { needs: ["big"] })], { needs: ["big"] })],
    ["steps.1.steps.0.needs.0 unknown_step"],
  ],
  [
    "a loop in a body",
    [each([value("x", 1, { needs: ["y"] }), value("y", 1, { needs: ["x"] })])],
    ["steps.0.steps.0.needs cycle"],
  ],
  ["item outside of a body", [value("a", "{{ item }}")], ["steps.0.with.value unknown_variable"]],
  [
    "a body step asked for outside",
    [each([value("x", 1)]), value("b", "{{ steps.x.output.value }}", { needs: ["each"] })],
    ["steps.1.with.value unknown_variable"],
  ],
  [
    "a body that reads its item, its own steps and those before the for-each",
    [
      condition,
      each(
        [
          call("x"),
          value(
            "y",
            "{{ item }}{{ index }}{{ steps.x.output.status }}{{ steps.big.output.result }}",
            { needs: ["x"] },
          ),
        ],
        { needs: ["big"] },
      ),
    ],
    [],
  ],
])("%s", (_, steps, expected) => {
  expect(problems(steps)).toEqual(expected);
});

test.each<[string, unknown[], string[]]>([
  [
    "a step and its way out",
    [
      call("a", { with: { url: "https://a.example.com" }, onError: { run: "out" } }),
      value("out", 1),
      value("both", 1, { needs: ["a", "out"] }),
    ],
    ["steps.2"],
  ],
  [
    "one of the two",
    [
      call("a", { with: { url: "https://a.example.com" }, onError: { run: "out" } }),
      value("out", 1),
      value("any", 1, { needs: ["a", "out"], join: "any" }),
    ],
    [],
  ],
  [
    "two ways of a switch",
    [
      way,
      value("a", 1, { needs: ["way"], when: 'steps.way.output.case == "a"' }),
      value("b", 1, { needs: ["way"], when: 'steps.way.output.case == "b"' }),
      value("both", 1, { needs: ["a", "b"] }),
    ],
    ["steps.3"],
  ],
  [
    "yes and no of a condition",
    [
      condition,
      value("yes", 1, { needs: ["big"], when: "steps.big.output.result" }),
      value("no", 1, { needs: ["yes"], when: "!steps.big.output.result" }),
      value("after", 1, { needs: ["no"] }),
    ],
    ["steps.2"],
  ],
  [
    "what comes after the end of the run",
    [{ id: "end", type: "stop" }, value("after", 1, { needs: ["end"] })],
    ["steps.1"],
  ],
  [
    "what may come past an end that is not reached",
    [
      { id: "end", type: "stop", when: "trigger.body.x == 1" },
      value("a", 1),
      value("after", 1, { needs: ["a"] }),
    ],
    [],
  ],
])("unreachable: %s", (_, steps, expected) => {
  const found = validate(document(steps), stepKinds).problems;
  expect(found.filter(({ code }) => code === "unreachable").map(({ path }) => path)).toEqual(
    expected,
  );
  expect(found.filter(({ code }) => code !== "unreachable")).toEqual([]);
});

test("what is wrong is told in words", () => {
  expect(
    messages([condition, value("b", "{{ steps.big.output.reslt }}", { needs: ["big"] })]),
  ).toContain('The output of "big" never has "reslt"; there is result.');
  expect(messages([each([value("x", 1)], { retry: { maxAttempts: 3 } })])).toContain(
    "Put retry on the step inside",
  );
  expect(messages([each([{ id: "w", type: "delay", with: { for: "1h" } }])])).toContain(
    "workflow of its own",
  );
});

const nested = (depth: number) => {
  let at: unknown = 1;
  for (let i = 0; i < depth; i++) at = [at];
  return at;
};

test.each<[string, () => unknown, string]>([
  [
    "10,000 steps",
    () => document(Array.from({ length: 10_000 }, (_, i) => ({ id: `a${i}`, type: "stop" }))),
    "too_large",
  ],
  [
    "10,000 steps that are no steps",
    () => document(Array.from({ length: 10_000 }, () => 1)),
    "too_big",
  ],
  [
    "200 steps that all need each other",
    () =>
      document(
        Array.from({ length: 200 }, (_, i) =>
          value(`a${i}`, 1, {
            needs: Array.from({ length: 50 }, (_x, j) => `a${(i + j + 1) % 200}`),
          }),
        ),
      ),
    "cycle",
  ],
  [
    "200 steps that need 50 before them",
    () =>
      document(
        Array.from({ length: 200 }, (_, i) =>
          value(`a${i}`, "{{ nobody }}", {
            needs: Array.from({ length: Math.min(i, 50) }, (_x, j) => `a${i - j - 1}`),
          }),
        ),
      ),
    "unknown_variable",
  ],
  ["a value nested 100,000 deep", () => document([value("a", nested(100_000))]), "too_deep"],
  [
    "a text of 40,000 expressions",
    () => document([value("a", "{{1}}".repeat(40_000))]),
    "too_many_expressions",
  ],
  [
    "20,000 texts with an expression",
    () =>
      document([
        value(
          "a",
          Array.from({ length: 20_000 }, () => "{{1}}"),
        ),
      ]),
    "too_many_expressions",
  ],
  [
    "a million values",
    () =>
      document([
        value(
          "a",
          Array.from({ length: 1_000_000 }, () => 1),
        ),
      ]),
    "too_large",
  ],
  ["10 MB", () => document([value("a", "x".repeat(10_000_000))]), "too_large"],
  [
    "an expression of brackets",
    () => document([{ ...condition, with: { if: `${"(".repeat(1000)}1${")".repeat(1000)}` } }]),
    "expression_syntax",
  ],
])("%s are refused with a clear problem", (_, make, code) => {
  const { problems: found } = validate(make(), stepKinds);
  expect(found.map((problem) => problem.code)).toContain(code);
  expect(found.length).toBeLessThanOrEqual(500);
});
