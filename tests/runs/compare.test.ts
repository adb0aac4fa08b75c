import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { GET as COMPARE } from "@/app/api/v1/runs/[id]/compare/route";
import { GET as STEP } from "@/app/api/v1/runs/[id]/steps/[stepId]/route";
import { differences } from "@/lib/domain/runs/compare/differences";
import { getRun } from "@/lib/domain/runs/get";
import { asSystem } from "@/lib/infra/db/as-system";
import { failRuns } from "@/tests/dead-letters/support/failed";
import { publish } from "@/tests/runs/support/workflow";
import { params, test } from "@/tests/support/test";

const STEPS = [
  { id: "shape", type: "transform", with: { value: 1 } },
  { id: "tell", type: "http.request", needs: ["shape"], with: { url: "https://a.example.com/" } },
];
const system = () => asSystem("tests prepare what they look at");

test("differences are told by path, each place once, and equal values have none", () => {
  const before = { id: 1, items: [{ sku: "a" }, { sku: "b" }], "odd key": null, gone: true };
  const after = { id: 2, items: [{ sku: "a" }, { sku: "c" }, 3], "odd key": false, fresh: {} };
  expect(differences(before, after)).toEqual({
    changes: [
      { path: "id", before: 1, after: 2 },
      { path: "items[1].sku", before: "b", after: "c" },
      { path: "items[2]", after: 3 },
      { path: '["odd key"]', before: null, after: false },
      { path: "gone", before: true },
      { path: "fresh", after: {} },
    ],
    isCut: false,
  });
  expect(differences([], {})).toEqual({
    changes: [{ path: "", before: [], after: {} }],
    isCut: false,
  });
  expect(differences(undefined, null).changes).toEqual([{ path: "", after: null }]);
});

test("any two JSON values have differences exactly when they differ", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (a, b) => {
      const [left, right] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))];
      expect(differences(left, left).changes).toEqual([]);
      const isSame = JSON.stringify(left) === JSON.stringify(right);
      if (!isSame && differences(left, right).changes.length === 0)
        // Only the order of keys may differ.
        expect(left).toEqual(right);
    }),
  );
});

test("hostile values cost a bounded number of places", () => {
  const wide = (n: number, value: number) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, value]));
  expect(differences(wide(100_000, 1), wide(100_000, 2))).toMatchObject({ isCut: true });
  expect(differences(wide(100_000, 1), wide(100_000, 2)).changes).toHaveLength(200);
  const long = differences("x".repeat(1_000_000), "y".repeat(1_000_000));
  expect(JSON.stringify(long).length).toBeLessThan(3000);
  const proto = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
  expect(differences({}, proto).changes).toHaveLength(2);
});

test("two runs of a workflow are compared step by step; another workflow's or tenant's are not", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  const [one = "", two = ""] = await failRuns(tenant.tenantId, id, 2);
  await sql`update public.run_steps set status = 'succeeded', error = null, output = '{"status": 200}' where run_id = ${two} and step_id = 'tell'`.execute(
    system(),
  );
  const compare = async (run: string, other: string, actor = tenant) =>
    COMPARE(actor.request("GET", undefined, { query: { with: other } }), params({ id: run }));
  const body = await (await compare(one, two)).json();
  expect(body).toMatchObject({
    left: { id: one },
    right: { id: two },
    trigger: { changes: [{ path: "input.n", before: 0, after: 1 }] },
    steps: [
      {
        id: "shape",
        isSame: true,
        left: { status: "succeeded" },
        output: { changes: [], isCut: false },
      },
      { id: "tell", isSame: false, left: { status: "failed" }, right: { status: "succeeded" } },
    ],
  });
  expect(body.steps[1].output.changes).toEqual([
    { path: "value", before: "kept" },
    { path: "status", after: 200 },
  ]);
  const other = await failRuns(tenant.tenantId, await publish(tenant.caller, STEPS), 1);
  expect((await compare(one, other[0] ?? "")).status).toBe(422);
  expect((await compare(one, two, rival)).status).toBe(404);
  expect((await compare(one, "x")).status).toBe(422);
});

test("long values are cut beside all the others and whole by themselves; history says how long it stays", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  const [run = ""] = await failRuns(tenant.tenantId, id, 1);
  const long = JSON.stringify({ text: "x".repeat(100_000) });
  await sql`update public.run_steps set output = ${long}::text::jsonb where run_id = ${run} and step_id = 'shape'`.execute(
    system(),
  );
  const detail = await getRun(tenant.caller, run);
  expect(detail.steps[0]).toMatchObject({
    cut: ["output"],
    output: { truncated: true, bytes: long.length + 1 },
  });
  expect(detail.steps[1]).toMatchObject({ cut: [] });
  expect(Date.parse(detail.keptUntil)).toBeGreaterThan(Date.now() + 13 * 7 * 86_400_000 - 1000);
  const read = (stepId: string, actor = tenant) =>
    STEP(actor.request("GET"), params({ id: run, stepId }));
  expect(await (await read("shape")).json()).toMatchObject({ cut: [], output: JSON.parse(long) });
  expect((await read("none")).status).toBe(404);
  expect((await read("shape", rival)).status).toBe(404);
});
