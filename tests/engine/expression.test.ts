import { describe, expect, test } from "vitest";
import { compile, type Scope } from "../../lib/local/engine/expression/compile.ts";
import { capture, equality } from "../../lib/local/engine/expression/paths.ts";

const event = {
  name: "shop/order.created",
  ts: 1_700_000_000_000,
  data: {
    id: "o-1",
    amount: 100,
    rate: 1.5,
    text: "Hello",
    yes: true,
    empty: "",
    nothing: null,
    tags: ["a", "b"],
    lines: [
      { sku: "x", n: 2 },
      { sku: "y", n: 0 },
    ],
    nested: { deep: { id: 7 } },
    "odd-key": 1,
    json: '{"k":[1,2]}',
    b64: "aGk=",
    when: "2026-01-02T03:04:05Z",
  },
};
const scope: Scope = {
  event,
  async: { data: { id: "o-1", amount: 100.0, nested: { deep: { id: 7 } } } },
};

/** What Inngest's dialect makes of expressions; a missing path is like null. */
const CASES: [string, unknown][] = [
  ["event.data.amount == 100", true],
  ["event.data.amount == 100.0", true],
  ["event.data.amount > 99.5", true],
  ["event.data.rate * 2 == 3", true],
  ["event.data.amount / 8", 12.5],
  ["event.data.amount % 7", 2],
  ["event.data.missing == null", true],
  ["event.data.missing == 'x'", false],
  ["event.data.missing != 'x'", true],
  ["event.data.missing < 5", true],
  ["event.data.missing > 5", false],
  ["event.data.missing >= 5", false],
  ["event.data.a.b.c.d == null", true],
  ["event.data.nothing == null", true],
  ["has(event.data.id)", true],
  ["has(event.data.missing)", false],
  ["event.data.text == 'Hello' && event.data.yes", true],
  ["event.data.empty || event.data.text", true],
  ["!event.data.empty", true],
  ["!event.data.missing", true],
  ["event.data.amount > 100 ? 'big' : 'small'", "small"],
  ["event.data.text + ' ' + event.data.amount", "Hello 100"],
  ["event.data.text < 'Help'", true],
  ["event.data.text < 5", false],
  ["event.data.id == async.data.id", true],
  ["event.data.nested.deep.id == async.data.nested.deep.id", true],
  ["event.data['odd-key'] == 1", true],
  ["event.data.tags[1] == 'b'", true],
  ["event.data.tags[9] == null", true],
  ["'a' in event.data.tags", true],
  ["event.data.text in ['Hello', 'Bye']", true],
  ["'id' in event.data", true],
  ["event.data.tags == ['a', 'b']", true],
  ["event.data.nested == {'deep': {'id': 7}}", true],
  ["size(event.data.tags) == 2 && event.data.text.size() == 5", true],
  ["event.data.lines.exists(l, l.n > 1)", true],
  ["event.data.lines.all(l, l.n > 1)", false],
  ["event.data.lines.exists_one(l, l.sku == 'y')", true],
  ["event.data.lines.filter(l, l.n > 0).map(l, l.sku)", ["x"]],
  ["event.data.missing.exists(l, l == 1)", false],
  ["event.name.startsWith('shop/') && event.name.endsWith('created')", true],
  ["event.data.text.contains('ell')", true],
  ["event.data.text.matches('^H.*o$')", true],
  ["lowercase(event.data.text) == 'hello' && event.data.text.uppercase() == 'HELLO'", true],
  ["b64decode(event.data.b64)", "hi"],
  ["json_parse(event.data.json).k[1]", 2],
  ["date(event.data.when) < date('2026-06-01')", true],
  ["date('2026-01-01') < now_plus('1h')", true],
  ["now_minus('1d') < now()", true],
  ["int('42') + 1", 43],
  ["string(event.data.amount) == '100'", true],
  ["-event.data.amount", -100],
  ["event.data.constructor == null", true],
];

test.each(CASES)("%s", (text, expected) => {
  expect(compile(text).run(scope, Date.UTC(2026, 5, 1))).toEqual(expected);
});

test.each(["event.data.text - 1", "event.data.missing + 1", "1 / 0", "json_parse('{')"])(
  "%s cannot be worked out",
  (text) => {
    expect(() => compile(text).run(scope, 0)).toThrow();
  },
);

test.each([
  "event.data ==",
  "evnt.data.x",
  "foo(event.data.x)",
  "event.data.tags.map(1, 2)",
  "x".repeat(4001),
])("%s is refused when it is read", (text) => {
  expect(() => compile(text)).toThrow(SyntaxError);
});

describe("what a waiting run remembers", () => {
  test("is only what its condition looks at", () => {
    const text =
      "event.data.nested.deep.id == async.data.x && event.name == 'a' && event.data.missing == null";
    expect(capture(compile(text), event)).toEqual({
      data: { nested: { deep: { id: 7 } } },
      name: "shop/order.created",
    });
  });

  test("gives the same answer as the whole event", () => {
    const texts = [
      "event.data.nested.deep == async.data.nested.deep && event.data.nested.deep.id == 7",
      "event.data.tags[0] == 'a'",
      "event.data.lines.exists(l, l.sku == async.data.sku)",
      "event == async",
    ];
    for (const text of texts) {
      const expression = compile(text);
      const small = { ...scope, event: JSON.parse(JSON.stringify(capture(expression, event))) };
      expect(expression.run(small, 0)).toEqual(expression.run(scope, 0));
    }
  });

  test("is found by the equality its condition demands", () => {
    const of = (text: string) => equality(compile(text), event);
    expect(of("event.data.id == async.data.id")).toEqual({
      keys: ["data", "id"],
      key: "string:o-1",
    });
    expect(of("async.data.n == 3 && async.data.m > 1")).toEqual({
      keys: ["data", "n"],
      key: "number:3",
    });
    expect(of("async.data.m > 1 && event.data.yes == async.data.yes")).toEqual({
      keys: ["data", "yes"],
      key: "boolean:true",
    });
    expect(of("async.data.a == 1 || async.data.b == 2")).toBeNull();
    expect(of("event.data.missing == async.data.id")).toBeNull();
    expect(of("event.data.tags == async.data.tags")).toBeNull();
  });
});
