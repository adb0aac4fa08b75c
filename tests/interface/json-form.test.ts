import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonSchema } from "@/app/_ui/expression/known";
import {
  blankOf,
  chosenAlternative,
  isExpression,
  widgetOf,
  withoutBraces,
  wordsOf,
} from "@/app/_ui/json-form/widgets";
import { freeWay, waysOf } from "@/app/(dashboard)/workflows/[id]/document/ways";
import { groupKinds } from "@/app/(dashboard)/workflows/[id]/editor/step-choices";
import { listStepKinds } from "@/lib/domain/workflows/step-kinds/list";

const { data, triggers } = listStepKinds();

test("every field of every step kind and trigger has a control of its own; only fields that take anything are JSON", () => {
  const raw = [...data, ...triggers].flatMap(({ type, inputSchema }) =>
    Object.entries((inputSchema as JsonSchema).properties ?? {}).flatMap(([name, schema]) => {
      const takesAnything = !("type" in schema || "anyOf" in schema || "enum" in schema);
      return widgetOf(schema) === "json" && !takesAnything ? [`${type}.${name}`] : [];
    }),
  );
  expect(raw).toEqual([]);
});

test("the palette shows every step kind once, and a search finds it by its title", () => {
  const shown = groupKinds(data).flatMap(({ kinds }) => kinds.map(({ type }) => type));
  expect([...shown].sort()).toEqual(data.map(({ type }) => type).sort());
  for (const { type, title } of data)
    expect(
      groupKinds(data, title).flatMap(({ kinds }) => kinds.map((kind) => kind.type)),
    ).toContain(type);
  expect(groupKinds(data, "no such step")).toEqual([]);
});

test.each<[JsonSchema, string]>([
  [{ type: "string" }, "text"],
  [{ type: "string", maxLength: 20_000 }, "textarea"],
  [{ type: "integer" }, "number"],
  [{ type: "boolean" }, "boolean"],
  [{ enum: ["a", "b"], type: "string" }, "select"],
  [{ anyOf: [{ type: "string" }, { type: "null" }] }, "text"],
  [{ anyOf: [{ type: "string" }, { type: "number" }] }, "text"],
  [{ anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }, "union"],
  [{ type: "array", items: { type: "string" } }, "list"],
  [{ type: "array", items: { enum: ["a"] } }, "checks"],
  [{ type: "object", additionalProperties: {} }, "map"],
  [{ type: "object", properties: { a: {} } }, "fields"],
  [{}, "json"],
  [{ type: "string", widget: "workflow" }, "workflow"],
])("%j is edited as %s", (schema, widget) => {
  expect(widgetOf(schema)).toBe(widget);
  expect(blankOf(schema)).not.toBe(undefined);
});

test("a value belongs to the alternative it was written for", () => {
  const options: JsonSchema[] = [
    { type: "string" },
    { type: "array" },
    { type: "object", properties: { run: {} } },
  ];
  expect(chosenAlternative(options, "x")).toBe(0);
  expect(chosenAlternative(options, ["x"])).toBe(1);
  expect(chosenAlternative(options, { run: "x" })).toBe(2);
  expect(chosenAlternative(options, undefined)).toBe(0);
});

test("one expression from end to end is told from a text with expressions in it", () => {
  expect(isExpression("{{ a.b }}")).toBe(true);
  expect(isExpression("{{ a }} and {{ b }}")).toBe(false);
  expect(isExpression("a {{ b }}")).toBe(false);
  expect(withoutBraces("{{ a.b }}")).toBe("a.b");
  fc.assert(fc.property(fc.jsonValue(), (value) => void isExpression(value)));
});

test("names are told as people write them", () => {
  expect(wordsOf("initialMs")).toBe("Initial milliseconds");
  expect(wordsOf("url")).toBe("URL");
  expect(wordsOf("onError")).toBe("On error");
});

test("a deciding step offers its ways, and the next step takes the first that is free", () => {
  const steps = [
    { id: "big", type: "condition", with: { if: "true" } },
    { id: "way", type: "switch", with: { cases: [{ name: "b2b", if: "true" }], default: "usual" } },
    { id: "a", type: "transform", when: "steps.big.output.result" },
  ];
  expect(freeWay({ steps }, "big")).toBe("!steps.big.output.result");
  expect(freeWay({ steps }, "way")).toBe('steps.way.output.case == "b2b"');
  expect(freeWay({ steps }, "a")).toBeUndefined();
  expect(waysOf("way", steps[1] ?? {}).map(({ title }) => title)).toEqual([
    "is “b2b”",
    "is “usual”",
  ]);
});
