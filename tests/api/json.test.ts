import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJson } from "@/lib/api/body";
import { AppError } from "@/lib/core/errors";

const bytes = (text: string) => Buffer.from(text);
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

const refusal = (input: Buffer) => {
  try {
    decodeJson(input);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, issues: error.issues };
    throw error;
  }
  return "accepted";
};

describe("what nothing behind the door could hold is malformed, with its path", () => {
  test.each([
    ["NUL in a text", '{"a":{"b":["x","\\u0000"]}}', "nul_character", "a.b.1"],
    ["NUL in a key", '{"a\\u0000":1}', "nul_character", ""],
    ["a lone high surrogate", '{"a":"\\ud800"}', "lone_surrogate", "a"],
    ["a lone low surrogate", '["\\udc00x"]', "lone_surrogate", "0"],
    ["swapped surrogates", '["\\ude00\\ud83d"]', "lone_surrogate", "0"],
    ["__proto__", '{"a":{"__proto__":{"polluted":true}}}', "forbidden_key", "a.__proto__"],
    ["an escaped __proto__", '{"\\u005f_proto__":1}', "forbidden_key", "__proto__"],
    ["a repeated key", '{"a":1,"b":2,"a":3}', "duplicate_key", "a"],
    ["a key repeated by escape", '{"a":1,"\\u0061":3}', "duplicate_key", "a"],
    ["a number beyond every double", '{"n":1e400}', "number_range", "n"],
    ["a negative one", '{"n":-1e400}', "number_range", "n"],
    ["2^53 + 1", '{"id":9007199254740993}', "number_range", "id"],
    ["an integer of 400 digits", `[1,${"9".repeat(400)}]`, "number_range", "1"],
    ["65 levels", nested(65), "too_deep", Array(20).fill("0").join(".")],
    ["10,000 levels", nested(10_000), "too_deep", Array(20).fill("0").join(".")],
    ["a million levels", nested(1_000_000), "too_deep", Array(20).fill("0").join(".")],
  ])("%s", (_name, text, code, path) => {
    expect(refusal(bytes(text))).toMatchObject({ code: "malformed", issues: [{ code, path }] });
  });
});

test.each([
  ["nothing", ""],
  ["white space", "  "],
  ["half an object", '{"a":'],
  ["a trailing comma", "[1,]"],
  ["a comment", "{} // x"],
  ["NaN", "NaN"],
  ["a raw control character", '"\u0001"'],
  ["two documents", "{}{}"],
])("%s is malformed", (_name, text) => {
  expect(refusal(bytes(text))).toMatchObject({ code: "malformed" });
});

test.each([
  ["an overlong form", [0x22, 0xc0, 0xaf, 0x22]],
  ["a cut sequence", [0x22, 0xe2, 0x82, 0x22]],
  ["a surrogate in UTF-8", [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ["Latin-1", [0x22, 0xe9, 0x22]],
  ["UTF-16", [0xff, 0xfe, 0x22, 0x00, 0x22, 0x00]],
])("bytes that are not UTF-8 are malformed: %s", (_name, raw) => {
  expect(refusal(Buffer.from(raw))).toMatchObject({ code: "malformed" });
});

test.each([
  ["64 levels", nested(64)],
  ["the largest safe integer", "9007199254740991"],
  ["a long fraction", "0.1234567890123456789"],
  ["the smallest double", "5e-324"],
  ["names in any script", '{"name":"مرحبا 👩‍👩‍👧 \\ud83d\\ude00 e\\u0301"}'],
  ["keys that look dangerous and are not", '{"constructor":{"prototype":1},"toString":2}'],
  ["a key that is empty", '{"":{"":[]}}'],
  ["quotes and brackets inside texts", '{"a":"}],{\\"[\\\\","b":[1,"]"]}'],
])("%s comes through unchanged", (_name, text) => {
  expect(decodeJson(bytes(text))).toEqual(JSON.parse(text));
});

test("nothing decoded changes a prototype", () => {
  expect(refusal(bytes('{"__proto__":{"polluted":1}}'))).not.toBe("accepted");
  decodeJson(bytes('{"constructor":{"prototype":{"polluted":1}}}'));
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test("a megabyte of keys, of numbers or of text is read whole", () => {
  const keys = `{${Array.from({ length: 70_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`;
  const numbers = `[${"1,".repeat(500_000)}1]`;
  expect(Object.keys(decodeJson(bytes(keys)) as object)).toHaveLength(70_000);
  expect(decodeJson(bytes(numbers))).toHaveLength(500_001);
  expect(decodeJson(bytes(JSON.stringify("x".repeat(1_000_000))))).toHaveLength(1_000_000);
});

test("whatever JSON.stringify writes of well-formed values is read back the same", () => {
  const value = fc.jsonValue({ maxDepth: 8 });
  fc.assert(
    fc.property(value, (given) => {
      const text = JSON.stringify(given);
      fc.pre(!/__proto__|\\u0000|\\ud[89a-f]|\d{16}|e[+-]?\d/i.test(text));
      expect(decodeJson(bytes(text))).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test("no bytes at all make it throw anything but malformed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
      const result = refusal(Buffer.from(raw));
      expect(result === "accepted" || result.code === "malformed").toBe(true);
    }),
    { numRuns: 2000 },
  );
});
