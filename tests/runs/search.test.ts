import { sql } from "kysely";
import { expect } from "vitest";
import { GET as LIST } from "@/app/api/v1/runs/route";
import { cancelManyRuns } from "@/lib/domain/runs/bulk/command";
import { CancelRuns } from "@/lib/domain/runs/bulk/schema";
import { type RunItem, RunQuery } from "@/lib/domain/runs/schema";
import { pageStatement } from "@/lib/domain/runs/search/by-filter";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { failRuns } from "@/tests/dead-letters/support/failed";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const STEPS = [{ id: "tell", type: "http.request", with: { url: "https://a.example.com/" } }];
const system = () => asSystem("tests prepare what they look at");

type Query = Record<string, string | number>;
type Page = { data: RunItem[]; nextCursor: string | null };

const ask = (actor: Actor, query: Query) =>
  LIST(actor.request("GET", undefined, { query }), params());
const page = async (actor: Actor, query: Query): Promise<Page> => (await ask(actor, query)).json();
const ids = async (actor: Actor, query: Query) =>
  (await page(actor, query)).data.map(({ id }) => id);

/** Every id, page by page. */
const everything = async (actor: Actor, query: Query) => {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const next: Page = await page(actor, { ...query, ...(cursor && { cursor }) });
    found.push(...next.data.map(({ id }) => id));
    cursor = next.nextCursor;
  } while (cursor);
  return found;
};

/** How Postgres finds a page for the caller, behind row level security. */
const explained = (actor: Actor, queries: object[]) =>
  asTenant(actor.caller, async (tx) => {
    const plans: string[] = [];
    for (const query of queries) {
      const statement = pageStatement(RunQuery.parse(query));
      const { rows } = await sql<{ queryPlan: string }>`explain ${statement}`.execute(tx);
      plans.push(rows.map((row) => Object.values(row).join("")).join("\n"));
    }
    return plans;
  });

/** How often the index of words was used so far. */
const uses = async () => {
  const { rows } = await sql<{
    n: number;
  }>`select coalesce(sum(idx_scan), 0)::int as n from pg_stat_user_indexes
    where relname like 'run_search_%' and indexrelname like '%words_idx'`.execute(system());
  return rows[0]?.n ?? 0;
};

const index = () => sql`select app.index_runs(now() - interval '4 days', 100000)`.execute(system());

const order = (n: number, more: object = {}) => ({
  body: {
    id: 820_982_911_946_154_500 + n,
    admin_graphql_api_id: `gid://shopify/Order/${n}`,
    name: `#${1000 + n}`,
    email: `jon${n}@example.com`,
    ...more,
  },
  headers: { secretword: "header" },
});

test("a run is found by what started it, its workflow and its error, before and after its words are written", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await sql`update public.workflows set name = 'Pass orders on' where id = ${id}`.execute(system());
  const [one = ""] = await failRuns(tenant.tenantId, id, 1, {
    trigger: order(1, { note: "Zanzibar express" }),
    message: "warehouse said kaputt",
  });
  const [two = ""] = await failRuns(tenant.tenantId, id, 1, { trigger: order(2), code: "tls" });
  for (const written of [false, true]) {
    if (!written) await sql`delete from public.run_search`.execute(system());
    else await index();
    expect(await ids(tenant, { q: "zanzibar" })).toEqual([one]);
    expect(await ids(tenant, { q: "Expr ZANZ" })).toEqual([one]);
    expect(await ids(tenant, { q: "jon2@example.com" })).toEqual([two]);
    expect(await ids(tenant, { q: "jon2@exam" })).toEqual([two]);
    expect(await ids(tenant, { q: "kaputt" })).toEqual([one]);
    expect(await ids(tenant, { q: "pass orders" })).toEqual([two, one]);
    expect(await ids(tenant, { q: "#1002" })).toEqual([two]);
    expect(await ids(tenant, { q: "secretword" })).toEqual([]);
    expect(await ids(tenant, { q: one })).toEqual([one]);
    expect(await ids(tenant, { externalId: "#1001" })).toEqual([one]);
    expect(await ids(tenant, { externalId: "#100" })).toEqual([]);
    expect(await ids(tenant, { q: "example", status: "failed", errorCode: "tls" })).toEqual([two]);
    for (const query of [{ q: "zanzibar" }, { externalId: "#1001" }, { q: one }])
      expect(await ids(rival, query)).toEqual([]);
  }
});

test("business keys are those of the shop, the payment, or the id that came along", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  const stripe = {
    body: {
      id: "evt_1",
      object: "event",
      data: { object: { id: "pi_3Abc", object: "payment_intent" } },
    },
  };
  await failRuns(tenant.tenantId, id, 1, { trigger: order(7) });
  await failRuns(tenant.tenantId, id, 1, { trigger: stripe });
  await failRuns(tenant.tenantId, id, 1, { trigger: { event: { data: { id: "e-9" } } } });
  await failRuns(tenant.tenantId, id, 1);
  expect((await page(tenant, {})).data.map(({ externalId }) => externalId)).toEqual([
    null,
    "e-9",
    "pi_3Abc",
    "#1007",
  ]);
  expect(await ids(tenant, { externalId: "pi_3Abc" })).toHaveLength(1);
  expect(await ids(tenant, { externalId: "evt_1" })).toHaveLength(1);
  expect(await ids(tenant, { externalId: String(order(7).body.id) })).toHaveLength(1);
});

test("hostile questions are answered or refused, and find nobody else's runs", async ({
  tenant,
  rival,
}) => {
  await failRuns(rival.tenantId, await publish(rival.caller, STEPS), 3, { trigger: order(1) });
  for (const q of [
    "'",
    "''; drop table runs; --",
    ":*",
    "!!!",
    "& | !",
    "\\",
    "a & !b",
    "'a':*",
    "<->",
    "(((",
    "x".repeat(200),
    "日本",
    "%",
    "_",
  ])
    expect(await ids(tenant, { q }), q).toEqual([]);
  for (const externalId of ["'", "\\", "' | 'a", "=", ":*", "#1001' | '"])
    expect(await ids(tenant, { externalId }), externalId).toEqual([]);
  for (const query of [
    { q: "" },
    { q: "   " },
    { q: "x".repeat(201) },
    { externalId: "" },
    { version: 0 },
    { version: "1.5" },
    { minDurationMs: -1 },
    { replayOf: "x" },
    { errorCode: "" },
    { cursor: Buffer.from('["x"]').toString("base64url") },
  ])
    expect((await ask(tenant, query)).status, JSON.stringify(query)).toBe(422);
});

test("the further filters narrow the list alone and together", async ({ tenant }) => {
  const [one, two] = [await publish(tenant.caller, STEPS), await publish(tenant.caller, STEPS)];
  const [a = "", b = ""] = await failRuns(tenant.tenantId, one, 2);
  const [c = ""] = await failRuns(tenant.tenantId, two, 1, { code: "tls" });
  await sql`update public.runs set ended_at = queued_at + interval '5 seconds', replay_of = ${a} where id = ${b}`.execute(
    system(),
  );
  await sql`update public.runs set version = 2 where id = ${c}`.execute(system());
  expect(await ids(tenant, { errorCode: "tls" })).toEqual([c]);
  expect(await ids(tenant, { errorCode: "tls", workflowId: one })).toEqual([]);
  expect(await ids(tenant, { errorCode: "tls", status: "succeeded" })).toEqual([]);
  expect(await ids(tenant, { version: 2 })).toEqual([c]);
  expect(await ids(tenant, { replayOf: a })).toEqual([b]);
  expect(await ids(tenant, { replayOf: a, status: "cancelled" })).toEqual([]);
  expect(await ids(tenant, { minDurationMs: 4000 })).toEqual([b]);
  expect(
    await ids(tenant, { workflowId: one, status: "failed,cancelled", minDurationMs: 4000 }),
  ).toEqual([b]);
  expect(await ids(tenant, { workflowId: one, status: "failed,succeeded" })).toEqual([b, a]);
  expect(await ids(tenant, { status: "failed,cancelled,running" })).toEqual([c, b, a]);
});

test("a bulk command by words means what the list shows, and nothing more", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 1, { trigger: order(1) });
  await failRuns(tenant.tenantId, id, 4, { trigger: order(2) });
  await sql`update public.runs set status = 'waiting' where workflow_id = ${id}`.execute(system());
  const count = async (filter: object) =>
    (await cancelManyRuns(tenant.caller, CancelRuns.parse({ filter, dryRun: true }))).count;
  expect(await count({ workflowId: id })).toBe(5);
  expect(await count({ externalId: "#1002" })).toBe(4);
  expect(await count({ q: "jon1@example.com" })).toBe(1);
  expect(await count({ q: "nothing" })).toBe(0);
});

test("whatever is asked of a long list, every match comes once, in order, page by page", async ({
  tenant,
}) => {
  const [many, few] = [await publish(tenant.caller, STEPS), await publish(tenant.caller, STEPS)];
  await sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, status, queued_at, ended_at, error)
    select ${tenant.tenantId}, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || left(md5(n::text), 3) || '8' || right(md5(n::text), 15))::uuid,
      case when n % 5000 = 5 then ${few}::uuid else ${many}::uuid end, 'Test', 1, 'manual', jsonb_build_object('input', jsonb_build_object('id', 'k' || n, 'note', case when n % 4000 = 1 then 'rareword' else 'common' end)),
      case when n % 10 = 0 then 'failed' else 'succeeded' end, at, at + interval '1 millisecond' * case when n % 5000 = 2 then 90000 else 5 end,
      case when n % 10 = 0 then jsonb_build_object('code', case when n % 8000 = 0 then 'tls' else 'http_500' end, 'message', 'x') end
    from (select n, now() - interval '2 days' + interval '3 seconds' * n as at from generate_series(1, 25000) as n) as given`.execute(
    system(),
  );
  await index();
  await sql`analyze public.runs, public.run_search`.execute(system());
  const want = async (condition: string) =>
    (
      await sql<{
        id: string;
      }>`select id from public.runs where tenant_id = ${tenant.tenantId} and ${sql.raw(condition)} order by id desc`.execute(
        system(),
      )
    ).rows.map(({ id }) => id);
  const slow = "ended_at - queued_at > interval '1 minute'";
  expect(await everything(tenant, { minDurationMs: 60_000, limit: 3 })).toEqual(await want(slow));
  expect(await everything(tenant, { errorCode: "tls" })).toEqual(
    await want("error ->> 'code' = 'tls'"),
  );
  expect(await everything(tenant, { workflowId: few, limit: 2 })).toEqual(
    await want(`workflow_id = '${few}'`),
  );
  expect(await everything(tenant, { workflowId: few, status: "failed,cancelled" })).toEqual(
    await want(`workflow_id = '${few}' and status = 'failed'`),
  );
  expect(await everything(tenant, { q: "rarew", limit: 2 })).toEqual(
    await want("trigger #>> '{input,note}' = 'rareword'"),
  );
  expect(await everything(tenant, { q: "common", minDurationMs: 60_000, limit: 200 })).toEqual(
    await want(`${slow} and trigger #>> '{input,note}' = 'common'`),
  );
  expect(await everything(tenant, { externalId: "k31" })).toEqual(
    await want("trigger #>> '{input,id}' = 'k31'"),
  );
  // Words that are rare are not looked for run by run.
  await expect.poll(uses, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
}, 180_000);

test("every filter of the list is answered from an index, behind row level security", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, status)
    select ${tenant.tenantId}, app.uuidv7(), ${id}, 'Test', 1, 'manual', jsonb_build_object('input', jsonb_build_object('id', 'w' || n)), 'succeeded'
    from generate_series(1, 8000) as n`.execute(system());
  await index();
  await sql`analyze public.runs, public.run_search`.execute(system());
  const plans = await explained(tenant, [
    {},
    { status: ["failed"] },
    { status: ["failed", "cancelled"] },
    { workflowId: id },
    { replayOf: id },
    { minDurationMs: 5 },
    { minDurationMs: 60_000 },
  ]);
  // Slow runs are walked, not all runs.
  expect(plans.at(-1)).toMatch(/using runs_\w+_tenant_id_id_idx/);
  // Empty partitions are cheaper to look at than their indexes.
  const { rows } = await sql<{
    part: string;
  }>`select distinct split_part(tableoid::regclass::text, '.', 2) as part
    from public.runs where tenant_id = ${tenant.tenantId}`.execute(system());
  for (const plan of plans) {
    expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
    for (const { part } of rows) expect(plan).not.toContain(`Seq Scan on ${part}`);
  }
}, 120_000);
