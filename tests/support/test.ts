import { test as base } from "vitest";
import { newOwner } from "@/tests/support/actor";
import { openDatabase } from "@/tests/support/database";

/** The second argument of a route handler. */
export const params = (values: Record<string, string> = {}) => ({
  params: Promise.resolve(values),
});

/**
 * `database`: the URL of this file's own copy of the migrated database, made when a test first asks for it. `tenant` and
 * `rival`: owners of two new tenants, fresh for every test.
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from the pattern.
  .extend("database", { scope: "file" }, async ({}, { onCleanup }) => {
    const { url, close } = await openDatabase();
    onCleanup(close);
    return url;
  })
  .extend("tenant", ({ database: _ }) => newOwner())
  .extend("rival", ({ database: _ }) => newOwner());
