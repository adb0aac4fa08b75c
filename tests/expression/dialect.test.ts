import { describe, expect, test } from "vitest";
import { checkExpression, evaluate, variablesOf } from "@/lib/core/expression/expression";
import { evaluateTemplate } from "@/lib/core/expression/template";

const scope = {
  trigger: {
    body: {
      id: 42,
      name: "#1001",
      total_price: "1250.00",
      tags: ["vip", "eu"],
      customer: { email: "ann@example.com" },
      line_items: [
        { price: "199.10", quantity: 2 },
        { price: "0.90", quantity: 1 },
      ],
    },
    headers: { "x-shop": "acme" },
  },
  steps: { big: { output: { result: true } } },
};

const VALUES: [source: string, value: unknown][] = [
  ["decimal(trigger.body.total_price) >= 1000.0", true],
  ["decimal('0.1') + decimal('0.2') == decimal('0.3')", true],
  ["decimal('12.30')", "12.30"],
  ["decimal('10') / 4", "2.5"],
  ["decimal('1e3') == 1000", true],
  ["-decimal('1.50') * 2", "-3.00"],
  ["round(decimal('2.345'), 2)", "2.34"],
  ["round(decimal('2.355'), 2)", "2.36"],
  ["round(2.5)", 2],
  ["sum(trigger.body.line_items.map(i, decimal(i.price) * i.quantity))", "399.10"],
  ["sum([1, 2, 3])", 6],
  ["min(3, 1, 2) + max([4, 9])", 10],
  ["trigger.body.id == 42.0", true],
  ["7 / 2", 3.5],
  ["int('12') + int(3.9)", 15],
  ["double('1.5') < 2", true],
  ["trigger.body.tags[0]", "vip"],
  ["trigger.body.tags[-1]", "eu"],
  ["trigger.body.tags[9]", null],
  ["'eu' in trigger.body.tags && 'id' in trigger.body", true],
  ["trigger.headers['x-shop']", "acme"],
  ["size(trigger.body.tags) + size('abc') + size(trigger.body.customer)", 6],
  ["trigger.body.customer.email.split('@')[1].upper()", "EXAMPLE.COM"],
  ["trigger.body.tags.join('-') + '!' + 1", "vip-eu!1"],
  ["' a '.trim().replace('a', 'b')", "b"],
  ["'abc'.startsWith('ab') && 'abc'.endsWith('c') && 'abc'.contains('b')", true],
  ["re2(trigger.body.name, '^#[0-9]+$')", true],
  ["has(trigger.body.id) && !has(trigger.body.none)", true],
  ["trigger.body.line_items.exists(i, i.quantity > 1)", true],
  ["trigger.body.line_items.all(i, i.quantity > 1)", false],
  ["trigger.body.line_items.filter(i, i.quantity == 1).map(i, i.price)", ["0.90"]],
  ["{'a': [1, decimal('2.0')]}", { a: [1, "2.0"] }],
  ["json({'a': 1})", '{"a":1}'],
  ["parseJson('[1,{\"a\":null}]')", [1, { a: null }]],
  ["timestamp('2026-01-31T09:30:00+01:00') + duration('1h30m')", "2026-01-31T10:00:00.000Z"],
  ["timestamp('2026-03-01') - timestamp('2026-02-28') == duration('1d')", true],
  [
    "formatDate(timestamp('2026-07-01T22:30:00Z'), 'yyyy-MM-dd HH:mm EEE', 'Europe/Berlin')",
    "2026-07-02 00:30 Thu",
  ],
  ["timestamp('2026-10-25T01:30:00Z').getHours('Europe/Berlin')", 2],
  ["trigger.body.id > 40 ? 'big' : 'small'", "big"],
  ["default(trigger.body.none, 'x')", "x"],
  ["type(trigger.body.tags)", "list"],
  [Array.from({ length: 28 }, (_, n) => `trigger.body.id == ${n + 15}`).join(" || "), true],
];

test.each(VALUES)("%s", (source, value) => {
  expect(evaluate(source, scope)).toEqual(value);
});

describe("what is missing is null and stops nothing", () => {
  test.each([
    ["trigger.body.a.b.c == null", true],
    ["trigger.body.a < 5 || trigger.body.a >= 5", false],
    ["decimal(trigger.body.a) >= 1", false],
    ["trigger.body.a * 2", null],
    ["'x' + trigger.body.a", "x"],
    ["trigger.body.a.startsWith('x')", null],
    ["trigger.body.a.contains('x')", false],
    ["trigger.body.a.map(x, x)", []],
    ["!trigger.body.a", true],
    ["nothing", null],
  ])("%s", (source, value) => {
    expect(evaluate(source, scope)).toEqual(value);
  });
});

describe("what makes no sense is said in a sentence", () => {
  test.each([
    ["trigger.body.total_price >= 1000", "a text and a number do not compare"],
    ["1 / 0", "division by zero"],
    ["decimal('twelve')", '"twelve" is not a decimal number'],
    ["timestamp('yesterday')", "is no time such as"],
    ["timestamp('2026-01-31T09:30:00')", "is no time such as"],
    ["'a' && true", "a condition is true or false, not a text"],
    ["1 - 'a'", "a number - a text has no meaning"],
    ["re2('a', '(')", "the pattern cannot be read"],
    ["formatDate(timestamp(0), 'yyyy', 'Mars/One')", '"Mars/One" is not a time zone'],
  ])("%s", (source, message) => {
    expect(() => evaluate(source, scope)).toThrow(message);
  });
});

describe("mistakes are found before anything runs, with their place", () => {
  test.each([
    ["", "expression_empty", 0],
    ["1 +", "expression_syntax", 3],
    ["a.b(", "expression_syntax", 4],
    ["1 + nope(2)", "expression_function", 4],
    ["trigger.body.matches('a')", "expression_function", 0],
    ["lower()", "expression_function", 0],
    ["99999999999999999999", "expression_number", 0],
    ["b'abc'", "expression_syntax", 0],
    [`'${"x".repeat(2048)}'`, "expression_too_long", 0],
    [`${"!".repeat(13)}true`, "expression_too_complex", 12],
    ["a.map(x, x.map(y, y.map(z, z)))", "expression_too_complex", 18],
  ])("%s", (source, code, position) => {
    expect(checkExpression(source)).toMatchObject({ problem: { code, position } });
  });
});

test("the paths an expression reads leave loop variables out", () => {
  expect(variablesOf("a.b[0].c + d['e-f'] > size(g.filter(x, x.h == i.j))")).toEqual([
    ["a", "b", "0", "c"],
    ["d", "e-f"],
    ["g"],
    ["i", "j"],
  ]);
});

describe("templates", () => {
  test.each([
    ["{{ trigger.body.id }}", 42],
    ["{{trigger.body.tags}}", ["vip", "eu"]],
    ["#{{ trigger.body.id }} {{ trigger.body.none }}!", "#42 !"],
    ["{{ {'a': {'b': 1}} }}", { a: { b: 1 } }],
    ["{{ '}}' + \"{{\" }}", "}}{{"],
    ["t: {{ trigger.body.tags }}", 't: ["vip","eu"]'],
    ["no braces }} here", "no braces }} here"],
  ])("%s", (template, value) => {
    expect(evaluateTemplate(template, scope)).toEqual(value);
  });

  test("are filled in at any depth and leave other values alone", () => {
    const value = { a: [1, null, { b: "{{ trigger.body.id }}" }], "{{ c }}": true };
    expect(evaluateTemplate(value, scope)).toEqual({ a: [1, null, { b: 42 }], "{{ c }}": true });
  });

  test("that are never closed are refused", () => {
    expect(() => evaluateTemplate("a {{ b", scope)).toThrow("never closed");
  });
});
