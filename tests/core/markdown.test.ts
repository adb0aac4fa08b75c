import fc from "fast-check";
import { expect, test } from "vitest";
import { type Block, readMarkdown } from "@/lib/core/markdown/blocks";
import { escapeMarkdown } from "@/lib/core/markdown/escape";
import { type Inline, textOf } from "@/lib/core/markdown/inline";

const text = (value: string): Inline => ({ kind: "text", text: value });

test("headings, paragraphs, lists, tables, quotes, code and rules are read", () => {
  const blocks = readMarkdown(
    "# One\n\nTwo *lines*\nof **text**.\n- a\n- b\n  more\n\n1. x\n2. y\n\n> said\n\n```\n# code\n```\n---\n| A | B |\n| --- | --- |\n| 1 | 2 |",
  );
  expect(blocks.map(({ kind }) => kind)).toEqual([
    "heading",
    "paragraph",
    "list",
    "list",
    "quote",
    "code",
    "rule",
    "table",
  ]);
  expect(blocks[1]).toEqual({
    kind: "paragraph",
    inside: [
      text("Two "),
      { kind: "emphasis", inside: [text("lines")] },
      { kind: "break" },
      text("of "),
      { kind: "strong", inside: [text("text")] },
      text("."),
    ],
  });
  expect(blocks[2]).toMatchObject({ isOrdered: false, items: [[text("a")], { length: 3 }] });
  expect(blocks[7]).toMatchObject({
    head: [[text("A")], [text("B")]],
    rows: [[[text("1")], [text("2")]]],
  });
});

test("a link leads to a web or mail address, or stays as it was written", () => {
  const [good] = readMarkdown("[us](https://example.com/a?b=c) and [mail](mailto:a@example.com)");
  expect(JSON.stringify(good)).toMatch(/"href":"https:\/\/example.com\/a\?b=c".*"href":"mailto:a@/);
  for (const bad of [
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/here",
    "java\nscript:x",
    "vbscript:x",
    " ",
  ])
    expect(JSON.stringify(readMarkdown(`[x](${bad})`)), bad).not.toContain('"href"');
});

const kindsIn = (blocks: Block[]): string[] => blocks.map(({ kind }) => kind);
const inlineOf = (block: Block | undefined): Inline[] =>
  block && "inside" in block ? block.inside : [];

test("an escaped value is nothing but its own words, wherever it lands", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."ab \n*_`[](){}#>|-+.!1\\<&:/"), maxLength: 40 }),
      (value) => {
        const blocks = readMarkdown(`Hello ${escapeMarkdown(value)}, well`);
        expect(kindsIn(blocks)).toEqual(["paragraph"]);
        const inside = inlineOf(blocks[0]);
        expect(inside.every(({ kind }) => kind === "text")).toBe(true);
        const flat = (given: string) => given.replace(/\s+/g, " ");
        expect(flat(textOf(inside))).toBe(flat(`Hello ${value}, well`));
        const alone = readMarkdown(escapeMarkdown(value));
        expect(kindsIn(alone).every((kind) => kind === "paragraph")).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test("any text is read, and what has no marks comes back word for word", () => {
  const any = fc.string({ unit: fc.constantFrom(..."xy \n*_`[](){}#>|-+.!1\\<"), maxLength: 200 });
  fc.assert(
    fc.property(any, fc.string({ unit: fc.constantFrom(..."xy z") }), (given, words) => {
      expect(() => readMarkdown(given)).not.toThrow();
      const [block] = readMarkdown(`a${words}b`);
      expect(textOf(inlineOf(block))).toBe(`a${words}b`);
    }),
    { numRuns: 2000 },
  );
});

test("texts made to take long end like any other", () => {
  const hostile = [
    "*a ",
    "**a ",
    "[",
    "`",
    "](",
    "[a](",
    "> ",
    "- ",
    "| ",
    "\\",
    "# ",
    "   ",
    "1. ",
    "***",
    "_",
    "-|",
    "[x](https://e.e/",
  ];
  // At 200,000 characters a time that grew with the square would be minutes.
  for (const piece of hostile)
    expect(readMarkdown(piece.repeat(200_000 / piece.length))).toBeInstanceOf(Array);
});
