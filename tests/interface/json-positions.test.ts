import fc from "fast-check";
import { expect, test } from "vitest";
import { lineOf, scanJson } from "@/app/_ui/code/json-positions";
import { pretty } from "@/app/_ui/code/pretty";

test("every path of a document leads to the line it stands at", () => {
  const document = { name: "x", steps: [{ id: "a" }, { id: "b", with: { url: "u" } }] };
  const text = JSON.stringify(document, null, 2);
  const { lines, problem } = scanJson(text);
  expect(problem).toBeUndefined();
  const at = (path: string) => text.split("\n")[lineOf(lines, path) - 1]?.trim();
  expect(at("name")).toBe('"name": "x",');
  expect(at("steps.1.with.url")).toBe('"url": "u"');
  // What is missing is told at the nearest thing around it.
  expect(at("steps.1.with.method")).toBe('"with": {');
});

test.each([
  ['{\n  "a": 1\n  "b": 2\n}', 3, /comma/],
  ['{\n  "a": \n}', 3, /value/],
  ["{\n  a: 1\n}", 2, /double quotes/],
  ['{ "a": "x', 1, /value/],
  ['{ "a": 1 } }', 1, /Nothing more/],
  ["", 1, /the end/],
])("where %j stops being JSON is told by line and in words", (text, line, words) => {
  const { problem } = scanJson(text);
  expect(problem?.line).toBe(line);
  expect(problem?.message).toMatch(words);
});

test("the scanner takes exactly what JSON.parse takes", () => {
  const text = fc.oneof(
    fc.json(),
    fc.json().map((json) => json.slice(1)),
    fc.string({
      unit: fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "1",
        "-",
        "e",
        ".",
        "t",
        " ",
        "\\",
        "true",
      ),
    }),
  );
  fc.assert(
    fc.property(text, (source) => {
      let parses = true;
      try {
        JSON.parse(source);
      } catch {
        parses = false;
      }
      expect(scanJson(source).problem === undefined).toBe(parses);
    }),
    { numRuns: 2000 },
  );
});

test("formatting changes the order of fields and nothing else", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(pretty(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(Object.keys(JSON.parse(pretty({ steps: [], name: "", schemaVersion: 1 })))).toEqual([
    "schemaVersion",
    "name",
    "steps",
  ]);
});
