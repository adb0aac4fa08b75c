import { expect, test } from "vitest";
import { ICONS } from "@/app/_ui/canvas/step-icon";
import { choose, complete } from "@/app/_ui/expression/complete";
import type { Known } from "@/app/_ui/expression/known";
import { preview } from "@/app/_ui/expression/preview";
import { SIGNATURES } from "@/app/_ui/expression/signatures";
import { FUNCTIONS } from "@/lib/core/expression/functions";
import { LOOPS } from "@/lib/core/expression/parse";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

const root: Known = {
  value: {
    trigger: { body: { total: "12.30", "first-name": "Bo", lines: [{ sku: "A1", price: 3 }] } },
    steps: { ask: { output: { status: 200 } } },
  },
  schema: {
    properties: {
      trigger: {},
      steps: {
        properties: {
          ask: {
            properties: {
              output: {
                properties: { status: { type: "integer" }, body: { description: "The answer" } },
              },
            },
          },
        },
      },
    },
  },
};

const labels = (text: string, mode: "bare" | "template" = "bare") =>
  complete(text, text.length, mode, root).options.map(({ label }) => label);

test("every function of the language is explained, and nothing else", () => {
  const known = [...Object.keys(FUNCTIONS), ...LOOPS, "has"].sort();
  expect(Object.keys(SIGNATURES).sort()).toEqual(known);
});

test("every step kind has an icon that can be drawn", () => {
  const missing = Object.values(stepKinds).filter(({ icon }) => !ICONS[icon]);
  expect(missing.map(({ type, icon }) => `${type}: ${icon}`)).toEqual([]);
});

test("names come from the last run and from what a step is known to give", () => {
  expect(labels("tr")).toContain("trigger");
  expect(labels("trigger.body.")).toEqual(["total", "first-name", "lines"]);
  expect(labels("steps.ask.output.")).toEqual(["status", "body"]);
  const [total] = complete("trigger.body.to", 15, "bare", root).options;
  expect(total).toMatchObject({ label: "total", type: "text", detail: '"12.30"' });
  expect(labels("decimal(trigger.body.total) >= 10 && si")).toEqual(["size(text, list or object)"]);
});

test("lists offer their loops, and a loop's variable knows the items", () => {
  expect(labels("trigger.body.lines.ma")).toEqual(["map(x, expression)"]);
  expect(labels("trigger.body.lines.map(line, line.")).toEqual(["sku", "price"]);
  expect(labels("trigger.body.lines[0].")).toEqual(["sku", "price"]);
});

test("inside a text nothing is offered, and in templates only between the braces", () => {
  expect(labels('"trigger.')).toEqual([]);
  expect(labels("trigger.", "template")).toEqual([]);
  expect(labels("Order {{ trigger.", "template")).toEqual(["body"]);
  expect(labels("Order {{ trigger.body }} tr", "template")).toEqual([]);
});

test("choosing writes what can be read: brackets for names that are no words, the caret inside a call", () => {
  const text = "trigger.body.fi";
  const { from, options } = complete(text, text.length, "bare", root);
  const [option] = options;
  expect(option && choose(text, text.length, from, option).text).toBe('trigger.body["first-name"]');
  const call = complete("siz", 3, "bare", root);
  expect(call.options[0] && choose("siz", 3, call.from, call.options[0])).toEqual({
    text: "size()",
    caret: 5,
  });
});

test("a preview gives the value as the interpreter would, or the place of the mistake", async () => {
  const scope = root.value as Record<string, unknown>;
  expect(await preview("decimal(trigger.body.total) * 2", "bare", scope)).toEqual({
    value: "24.60",
  });
  expect(await preview("{{ size(trigger.body.lines) }} lines", "template", scope)).toEqual({
    value: "1 lines",
  });
  expect(await preview("a {{ nope( }}", "template", scope)).toMatchObject({
    problem: { position: expect.any(Number) },
  });
  expect((await preview("1 / 0", "bare", scope)).problem?.message).toMatch(/division by zero/);
});
