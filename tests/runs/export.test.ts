import { sql } from "kysely";
import { expect } from "vitest";
import { GET } from "@/app/api/v1/runs/export/route";
import { uuidv7 } from "@/lib/core/ids";
import { asSystem } from "@/lib/infra/db/as-system";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

const seed = (tenant: Actor, count: number, name = "Book orders") =>
  sql`with w as (
      insert into public.workflows (tenant_id, id, name, draft) values (${tenant.tenantId}, ${uuidv7()}, ${name}, '{}') returning tenant_id, id)
    insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger, steps_total, error)
    select w.tenant_id, app.uuidv7(), w.id, ${name}, 1, case when n % 2 = 0 then 'failed' else 'queued' end, 'manual', '{}', 1,
      case when n % 2 = 0 then '{"code":"http_500","message":"=cmd|x, \\"quoted\\""}'::jsonb end
    from w, generate_series(1, ${count}) n`.execute(asSystem("tests prepare what they look at"));

const read = async (actor: Actor, query: Record<string, string> = {}) => {
  const response = await GET(
    actor.request("GET", undefined, { path: "/api/v1/runs/export", query }),
  );
  return { response, text: await response.text() };
};

test("every run that matches is in the file, page after page, and nobody else's", async ({
  tenant,
  rival,
}) => {
  await seed(tenant, 1203);
  await seed(rival, 7, "Not yours");
  const { response, text } = await read(tenant);
  expect(response.headers.get("content-disposition")).toMatch(
    /attachment; filename="runs-.*\.csv"/,
  );
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(1204);
  expect(new Set(lines).size).toBe(1204);
  expect(text).not.toContain("Not yours");
  const failed = await read(tenant, { status: "failed", format: "json" });
  const runs = JSON.parse(failed.text) as { status: string; id: string }[];
  expect(runs).toHaveLength(601);
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(["failed"]));
  const ids = runs.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted().reverse());
  const oldest = await read(tenant, { status: "failed", format: "json", order: "oldest" });
  expect((JSON.parse(oldest.text) as { id: string }[]).map(({ id }) => id)).toEqual(
    ids.toReversed(),
  );
});

test("a message cannot become a formula or break out of its cell", async ({ tenant }) => {
  await seed(tenant, 2);
  const { text } = await read(tenant, { status: "failed" });
  expect(text.split("\r\n")[1]).toContain(`,"'=cmd|x, ""quoted""",`);
});

test("an export of nothing is still a file, and a wrong filter a problem", async ({ tenant }) => {
  expect((await read(tenant, { format: "json" })).text).toBe("[]\n");
  // Reading as text takes the mark of UTF-8 away.
  expect((await read(tenant)).text.startsWith("id,workflow_id,")).toBe(true);
  const { response, text } = await read(tenant, { status: "nonsense" });
  expect([response.status, JSON.parse(text).code]).toEqual([422, "invalid_input"]);
});

test("who may not read runs gets no file", async ({ tenant }) => {
  const key = await tenant.key(["workflows:read"]);
  const response = await GET(key.request("GET", undefined, { path: "/api/v1/runs/export" }));
  expect(response.status).toBe(403);
});
