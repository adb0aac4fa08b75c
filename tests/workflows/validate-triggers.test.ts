import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { Definition } from "@/lib/domain/workflows/definition/schema";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

const polling = (more: object = {}) => ({
  type: "polling",
  url: "https://shop.example/orders?since={{ cursor }}",
  items: "answer.body.orders",
  id: "item.id",
  ...more,
});

const document = (trigger: object, value = "x") => ({
  schemaVersion: 1,
  name: "T",
  trigger,
  steps: [{ id: "a", type: "transform", with: { value } }],
});

const problems = (trigger: object, value?: string) =>
  validate(document(trigger, value), stepKinds).problems.map(({ path, code }) => [path, code]);

test("a polling trigger that says what to ask is fine, and what it leaves out has a default", () => {
  expect(problems(polling(), "{{ trigger.item.total + trigger.polledAt }}")).toEqual([]);
  const given = {
    headers: { "x-key": "{{ cursor }}" },
    method: "POST",
    body: { a: ["{{ cursor }}"] },
  };
  const cursor = { value: "items[-1].at + cursor + answer.status" };
  expect(problems(polling({ ...given, cursor, next: "answer.body.next" }))).toEqual([]);
  expect(Definition.parse(document(polling())).trigger).toMatchObject({
    method: "GET",
    every: "5m",
    startFrom: "now",
  });
});

test("everything wrong with a polling trigger is told at its place, at once", () => {
  const wrong = polling({
    url: "ftp://shop.example",
    headers: { a: "{{ answer }}" },
    body: { deep: ["{{ item.id"] },
    items: "orders",
    id: "items.id +",
    cursor: { value: "item.at" },
    next: "cursor",
  });
  expect(problems(wrong, "{{ trigger.body }}")).toEqual([
    ["trigger.url", "invalid_url"],
    ["trigger.headers.a", "unknown_variable"],
    ["trigger.body.deep.0", "template_open"],
    ["trigger.items", "unknown_variable"],
    ["trigger.id", "expression_syntax"],
    ["trigger.next", "unknown_variable"],
    ["trigger.cursor.value", "unknown_variable"],
    ["steps.0.with.value", "unknown_variable"],
  ]);
});

test("a polling trigger asks once a minute at most and once a day at least", () => {
  for (const every of ["1m", "90s", "1h30m", "1d"])
    expect(problems(polling({ every })), every).toEqual([]);
  for (const every of ["59s", "25h", "5", "", "-5m", "soon"])
    expect(problems(polling({ every })), every).toEqual([["trigger.every", "custom"]]);
});

test("a trigger that follows a workflow names it by its id and at least one end", () => {
  const follow = (more: object) => ({ type: "workflow", workflowId: randomUUID(), ...more });
  expect(problems(follow({}), "{{ trigger.run.outputs.a }}")).toEqual([]);
  expect(problems(follow({ on: ["failed", "cancelled"] }))).toEqual([]);
  expect(problems(follow({ on: [] }))).toEqual([["trigger.on", "too_small"]]);
  expect(problems(follow({ on: ["started"] }))).toEqual([["trigger.on.0", "invalid_value"]]);
  expect(problems(follow({ workflowId: "Orders" }))).toEqual([
    ["trigger.workflowId", "invalid_format"],
  ]);
  expect(problems(follow({}), "{{ trigger.event }}")).toEqual([
    ["steps.0.with.value", "unknown_variable"],
  ]);
});
