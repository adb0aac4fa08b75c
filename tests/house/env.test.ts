import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EnvSchema } from "@/lib/core/env";

const example = readFileSync(".env.example", "utf8");

const values = new Map(
  [...example.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, key = "", value = ""]) => [
    key,
    value,
  ]),
);

test(".env.example names the variables the app reads, and no other", () => {
  expect([...values.keys()].sort()).toEqual(Object.keys(EnvSchema.shape).sort());
});

test("every variable in .env.example is explained", () => {
  const silent = [...example.matchAll(/^(.*)\n([A-Z][A-Z0-9_]*)=/gm)]
    .filter(([, above = ""]) => !above.startsWith("#"))
    .map(([, , key]) => key);
  expect(silent).toEqual([]);
});

test("the values in .env.example start the app", () => {
  expect(EnvSchema.safeParse(Object.fromEntries(values)).error?.issues).toBeUndefined();
});
