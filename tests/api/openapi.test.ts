import { expect, test } from "vitest";
import { openapiDocument, type RouteModules } from "@/lib/api/openapi";

const modules = import.meta.glob<Record<string, unknown>>("/app/api/**/route.ts", { eager: true });

const document = openapiDocument(modules as RouteModules);

type Operation = { operationId: string; summary: string; security: unknown[]; "x-access": string };

const operations = Object.values(document.paths).flatMap((path) =>
  Object.values(path as Record<string, Operation>),
);

test("the published document is the one the routes make", async () => {
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(
    "../../lib/api/openapi.json",
  );
});

test("every route file under v1 is in the document", () => {
  const files = Object.keys(modules).filter((file) => file.startsWith("/app/api/v1/"));
  const missing = files.filter((file) => {
    const path = file.replace(/^\/app|\/route\.ts$/g, "").replace(/\[(\w+)\]/g, "{$1}");
    return !(path in document.paths);
  });
  expect(missing).toEqual([]);
  expect(files.length).toBeGreaterThan(0);
});

test("every operation has an id of its own and one line that says what it does", () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { summary } of operations) expect(summary).toMatch(/^[A-Z].{3,120}[^.]$/);
});

test("every reference inside the document leads somewhere", () => {
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
  const components = document.components as Record<string, Record<string, unknown>>;
  for (const [, group = "", name = ""] of names) expect(components[group]).toHaveProperty([name]);
  expect(text).not.toContain("$defs");
});

test("an operation without security is one that is meant for everybody", () => {
  for (const operation of operations)
    expect(operation.security.length === 0, operation.operationId).toBe(
      operation["x-access"] === "public",
    );
});
