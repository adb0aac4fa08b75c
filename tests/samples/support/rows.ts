import { sql } from "kysely";
import { http } from "msw";
import { expect } from "vitest";
import { delivery } from "@/app/api/hooks/delivery";
import { DELETE, POST } from "@/app/api/v1/samples/route";
import { decodeJson, readBody } from "@/lib/api/body";
import { receive } from "@/lib/domain/inbound/receive";
import type { Samples } from "@/lib/domain/samples/schema";
import { asSystem } from "@/lib/infra/db/as-system";
import type { Actor } from "@/tests/support/actor";
import { params } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

export const system = () => asSystem("tests count what samples left");

/** The door of hooks without a place for runs: they stay where they are as long as there is no engine. */
export const HOOK = delivery(202, ({ request, params: { hook }, trace }) =>
  receive({
    hookId: String(hook),
    headers: request.headers,
    readBody: (maxBytes) => readBody(request, { maxBytes }),
    decodeJson,
    trace,
  }),
);

/** Leads samples to the hooks of this process. */
export const openHooks = () =>
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: at }) =>
      HOOK(request, params({ hook: String(at.hook) })),
    ),
  );

export const make = async (actor: Actor, industry = "commerce"): Promise<Samples> => {
  const answer = await POST(actor.request("POST", { industry }), params());
  expect(answer.status).toBe(201);
  return answer.json();
};

export const remove = async (actor: Actor) =>
  (await DELETE(actor.request("DELETE"), params())).json() as Promise<object>;

/** What keeps a record of what was done, on purpose, and what belongs to requests and not to samples. */
const RECORDS = ["audit_log", "api_requests", "idempotency_keys"];

/** The tenant's rows, table by table; only tables that have some. */
export const rowsOf = async ({ tenantId }: Actor): Promise<Record<string, number>> => {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(system());
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}
      where tenant_id = ${tenantId}`.execute(system());
    const n = rows[0]?.n ?? 0;
    if (n > 0 && !RECORDS.includes(name)) counts[name] = n;
  }
  return counts;
};
