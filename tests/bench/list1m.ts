import postgres from "postgres";
import type { LiveTenant } from "../support/live-tenant.ts";
import { openShop, threeSteps } from "../support/shop.ts";
import { type Bench, benchTenant, type Section } from "./bench.ts";
import { load } from "./load.ts";
import type { Figure } from "./report.ts";

const RUNS = 1_000_000;
const READERS = 6;

/** A million runs of one tenant in ten days, as their workflow leaves them: 4 % failed, 1 % cancelled, few live. */
const seed = async (sql: postgres.Sql, workflowId: string, rareId: string): Promise<void> => {
  await sql`
    with given as (
      select n, now() - interval '10 days' + interval '10 days' * n / ${RUNS}::int - interval '1 minute' as at, md5(n::text) as dice
      from generate_series(1, ${RUNS}::int) as n)
    insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger, steps_total, steps_done,
      error, queued_at, started_at, ended_at)
    select w.tenant_id, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || left(dice, 3) || '8' || right(dice, 15))::uuid,
      w.id, w.name, 1, case when n % 25 = 0 then 'failed' when n % 100 = 1 then 'cancelled' when n % 5000 = 2 then 'waiting' else 'succeeded' end,
      'webhook', jsonb_build_object('body', jsonb_build_object('id', 900000000 + n, 'name', '#' || n, 'admin_graphql_api_id', 'gid://shopify/Order/' || n,
        'email', 'buyer' || n % 50000 || '@example.com', 'note', case when n % 100000 = 7 then 'zanzibar' else 'ordinary' end)), 3, 3,
      case when n % 25 = 0 then jsonb_build_object('code', case when n % 50000 = 0 then 'tls' else 'http_500' end, 'message', 'broken', 'stepId', 'tell') end,
      at, at, case when n % 5000 <> 2 then at + interval '1 millisecond' * (20 + n % 400 + case when n % 20000 = 9 then 60000 else 0 end) end
    from given join public.workflows w on w.id = case when n % 10000 = 3 then ${rareId}::uuid else ${workflowId}::uuid end`;
  for (let taken = 1; taken > 0; ) {
    const [row] = await sql`select app.index_runs(now() - interval '11 days', 50000) as taken`;
    taken = Number(row?.taken);
  }
  await sql`vacuum (analyze) public.runs`;
  await sql`vacuum (analyze) public.run_search`;
};

const readingKeys = (tenant: LiveTenant) =>
  Promise.all(
    Array.from({ length: READERS }, async (_, n) => {
      const made = await tenant.api<{ key: string }>("POST", "/api-keys", {
        name: `Reader ${n}`,
        scopes: ["runs:read"],
      });
      if (made.status !== 201) throw new Error(`key: ${made.status} ${JSON.stringify(made.body)}`);
      return made.body.key;
    }),
  );

/** What people ask of a long list; `deep` begins in its middle. */
const questions = (rareId: string, deep: string): Record<string, string> => ({
  newest: "",
  deep: `&cursor=${deep}`,
  failed: "&status=failed",
  live: "&status=queued,running,waiting",
  workflow: `&workflowId=${rareId}`,
  "error-code": "&errorCode=tls",
  slow: "&minDurationMs=60000",
  "rare-word": "&q=zanzibar",
  "common-word": "&q=ordinary",
  "business-key": `&externalId=${encodeURIComponent("#500000")}`,
});

/** The run list (50 rows) of a tenant with a million runs, two readers at a time; each question must answer with rows. */
export const list1mFigures: Section = async (bench: Bench) => {
  const sql = postgres(bench.stack.urls.database, { max: 1, onnotice: () => {} });
  try {
    const tenant = await benchTenant(bench);
    const shop = await openShop(tenant, threeSteps(bench.capture.url));
    const rare = await openShop(tenant, threeSteps(bench.capture.url));
    bench.say("runs.list1m: seeding a million runs …");
    const began = performance.now();
    await seed(sql, shop.workflowId, rare.workflowId);
    bench.say(`runs.list1m: seeded in ${Math.round((performance.now() - began) / 1000)} s`);
    const keys = await readingKeys(tenant);
    const [middle] = await sql`select id from public.runs order by id desc offset 500000 limit 1`;
    const deep = Buffer.from(JSON.stringify([middle?.id])).toString("base64url");
    let turn = 0;
    const figures: Figure[] = [];
    for (const [name, more] of Object.entries(questions(rare.workflowId, deep))) {
      const path = `/runs?limit=50${more}`;
      const { body } = await tenant.api<{ data: unknown[] }>("GET", path);
      if (!body.data?.length) throw new Error(`${name}: no rows: ${JSON.stringify(body)}`);
      const shot = () => ({
        method: "GET",
        path: `/api/v1${path}`,
        headers: { authorization: `Bearer ${keys[turn++ % READERS]}` },
      });
      await load(bench.stack.urls.app, shot, 2, 1);
      const { p50, p95, bad } = await load(bench.stack.urls.app, shot, 2, 3);
      figures.push(
        { id: `runs.list1m.${name}.p50`, value: p50, unit: "ms" },
        { id: `runs.list1m.${name}.p95`, value: p95, unit: "ms", aim: "<= 50" },
        { id: `runs.list1m.${name}.bad`, value: bad, unit: "answers", aim: "= 0" },
      );
    }
    return figures;
  } finally {
    await sql.end();
  }
};
