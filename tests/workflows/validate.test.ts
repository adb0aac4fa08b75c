import { expect, test } from "vitest";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

type Draft = Record<string, unknown>;

const condition = (id: string, more: Draft = {}) => ({
  id,
  type: "condition",
  with: { if: "true" },
  ...more,
});
const document = (steps: unknown[], more: Draft = {}) => ({
  schemaVersion: 1,
  name: "Test",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps,
  ...more,
});

/** Problems as `path code`, in order. */
const problems = (draft: unknown) =>
  validate(draft, stepKinds).problems.map(({ path, code }) => `${path} ${code}`);
const messages = (draft: unknown) =>
  validate(draft, stepKinds)
    .problems.map(({ message }) => message)
    .join("\n");

test("the example of the architecture has no problem", () => {
  const steps = [
    condition("big", { with: { if: "decimal(trigger.body.total_price) >= 1000.0" } }),
    {
      id: "tell",
      type: "http.request",
      needs: ["big"],
      when: "steps.big.output.result",
      with: {
        method: "POST",
        url: "https://example.com/orders",
        json: { id: "{{ trigger.body.id }}" },
      },
      retry: { maxAttempts: 5, backoff: "exponential", initialMs: 1000 },
      timeoutMs: 30_000,
      onError: { run: "fallback" },
    },
    {
      id: "fallback",
      type: "email.send",
      with: { to: "a@b.co", subject: "{{ steps.tell.error.message }}", text: "x" },
    },
  ];
  expect(problems(document(steps))).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ["nothing", null, [" invalid_type"]],
  [
    "an empty object",
    {},
    [
      "schemaVersion invalid_value",
      "name invalid_type",
      "trigger invalid_type",
      "steps invalid_type",
    ],
  ],
  ["no steps", document([]), ["steps too_small"]],
  ["an unknown field", document([condition("a")], { color: 1 }), [" unknown_field"]],
  ["an id that is no id", document([condition("1 a")]), ["steps.0.id invalid_format"]],
  ["an id twice", document([condition("a"), condition("a")]), ["steps.1.id duplicate_id"]],
  [
    "a need that is not there",
    document([condition("a", { needs: ["b"] })]),
    ["steps.0.needs.0 unknown_step"],
  ],
  [
    "a need twice",
    document([condition("a"), condition("b", { needs: ["a", "a"] })]),
    ["steps.1.needs.1 duplicate_need"],
  ],
  [
    "a step type that is not there",
    document([{ id: "a", type: "fax" }]),
    ["steps.0.type unknown_type"],
  ],
  [
    "a way out that is not there",
    document([condition("a", { onError: { run: "z" } })]),
    ["steps.0.onError.run unknown_step"],
  ],
  [
    "a loop over a way out",
    document([condition("a", { needs: ["b"], onError: { run: "b" } }), condition("b")]),
    ["steps.0.needs cycle"],
  ],
  [
    "a loop and what waits for it",
    document([
      condition("a", { needs: ["b"] }),
      condition("b", { needs: ["a"] }),
      condition("c", { needs: ["b"] }),
    ]),
    ["steps.0.needs cycle", "steps.2 unreachable"],
  ],
  [
    "a condition without an expression",
    document([{ id: "a", type: "condition" }]),
    ["steps.0.with.if expression_missing"],
  ],
  [
    "an expression that cannot be read",
    document([condition("a", { with: { if: "1 +" } })]),
    ["steps.0.with.if expression_syntax"],
  ],
  [
    "matches()",
    document([condition("a", { when: "trigger.topic.matches('a')" })]),
    ["steps.0.when expression_function"],
  ],
  [
    "an unknown variable",
    document([condition("a", { when: "order.id == 1" })]),
    ["steps.0.when unknown_variable"],
  ],
  [
    "a field the trigger does not have",
    document([condition("a", { when: "trigger.input.x == 1" })]),
    ["steps.0.when unknown_variable"],
  ],
  [
    "a step that does not exist",
    document([condition("a", { when: "steps.b.output.result" })]),
    ["steps.0.when unknown_variable"],
  ],
  [
    "a step that is not upstream",
    document([condition("a", { when: "steps.b.output.result" }), condition("b")]),
    ["steps.0.when not_upstream"],
  ],
  [
    "a field a step does not have",
    document([condition("a"), condition("b", { needs: ["a"], when: "steps.a.result" })]),
    ["steps.1.when unknown_variable"],
  ],
  [
    "a constant that does not fit",
    document([{ id: "a", type: "http.request", with: { url: "ftp://x" } }]),
    ["steps.0.with.url input_invalid_format"],
  ],
  [
    "a field a step kind does not have",
    document([{ id: "a", type: "http.request", with: { url: "https://x.co", verb: "GET" } }]),
    ["steps.0.with unknown_field"],
  ],
  [
    "a template that is never closed",
    document([{ id: "a", type: "transform", with: { value: { b: ["x {{ 1"] } } }]),
    ["steps.0.with.value.b.0 template_open"],
  ],
  [
    "a cron with six fields",
    document([condition("a")], { trigger: { type: "schedule", cron: "0 0 9 * * 1" } }),
    ["trigger.cron invalid_cron"],
  ],
  [
    "a day that never comes",
    document([condition("a")], { trigger: { type: "schedule", cron: "0 0 31 2 *" } }),
    ["trigger.cron invalid_cron"],
  ],
  [
    "a time zone that is none",
    document([condition("a")], {
      trigger: { type: "schedule", cron: "0 9 * * 1", timeZone: "Mars/One" },
    }),
    ["trigger.timeZone invalid_time_zone"],
  ],
  [
    "a form field twice",
    document([condition("a")], {
      trigger: { type: "manual", fields: [{ name: "n" }, { name: "n" }] },
    }),
    ["trigger.fields.1.name duplicate_field"],
  ],
  [
    "a select without options",
    document([condition("a")], {
      trigger: { type: "manual", fields: [{ name: "n", type: "select" }] },
    }),
    ["trigger.fields.0.options options_missing"],
  ],
  [
    "a filter over a step",
    document([condition("a")], {
      trigger: { type: "event", name: "e", if: "steps.a.output.result" },
    }),
    ["trigger.if unknown_variable"],
  ],
])("%s", (_, draft, expected) => {
  expect(problems(draft)).toEqual(expected);
});

test("problems of all kinds are told at once, even beside a misshapen step", () => {
  const draft = document(
    [
      { id: "a", type: "condition", retry: { maxAttempts: 99 }, with: { if: "true" } },
      condition("b", { needs: ["nope"], when: "1 +" }),
      { id: "c", type: "http.request", with: { url: "x", method: "{{ 1 }}" } },
    ],
    { name: "", trigger: { type: "schedule", cron: "x" } },
  );
  expect(problems(draft)).toEqual([
    "name too_small",
    "steps.0.retry.maxAttempts too_big",
    "trigger.cron invalid_cron",
    "steps.1.needs.0 unknown_step",
    "steps.1.when expression_syntax",
    "steps.2.with.url input_invalid_format",
  ]);
});

test("a loop is named along its way", () => {
  const steps = [
    condition("a", { needs: ["c"] }),
    condition("b", { needs: ["a"] }),
    condition("c", { needs: ["b"] }),
  ];
  expect(messages(document(steps))).toContain("a → b → c → a");
});

test("an expression's problem tells its place", () => {
  expect(messages(document([condition("a", { with: { if: "true && nope(1)" } })]))).toContain(
    "(at character 9)",
  );
  const text = { id: "a", type: "transform", with: { value: "Hello {{ nope(1) }}" } };
  expect(messages(document([text]))).toContain("(at character 10)");
});

test("201 steps and 256 KiB are one too many", () => {
  expect(problems(document(Array.from({ length: 201 }, (_, n) => condition(`s${n}`))))[0]).toBe(
    "steps too_big",
  );
  expect(problems(document([condition("a")], { description: "x".repeat(262_144) }))).toEqual([
    " too_large",
  ]);
});

test("200 steps in a row are checked in a moment", () => {
  const steps = Array.from({ length: 200 }, (_, n) =>
    condition(`s${n}`, n > 0 ? { needs: [`s${n - 1}`] } : {}),
  );
  const started = performance.now();
  expect(problems(document(steps))).toEqual([]);
  expect(performance.now() - started).toBeLessThan(500);
});
