import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { http } from "msw";
import { expect } from "vitest";
import { POST as HOOK } from "@/app/api/hooks/[hook]/route";
import { GET as DELIVERY } from "@/app/api/v1/deliveries/[id]/route";
import { GET as DELIVERIES } from "@/app/api/v1/deliveries/route";
import { GET, PATCH } from "@/app/api/v1/hooks/[id]/route";
import { DELETE as REMOVE_SECRET } from "@/app/api/v1/hooks/[id]/secrets/[secretId]/route";
import { POST as ADD_SECRET } from "@/app/api/v1/hooks/[id]/secrets/route";
import { GET as HOOKS } from "@/app/api/v1/hooks/route";
import { POST as SAMPLE } from "@/app/api/v1/workflows/[id]/sample/route";
import { newHook, post, system } from "@/tests/inbound/hook";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

const codeOf = async (response: Response) => [response.status, (await response.json()).code];

const auditOf = async ({ tenantId }: Actor) =>
  (
    await sql<{ action: string; before: unknown; after: unknown }>`
      select action, before, after from public.audit_log where tenant_id = ${tenantId} order by seq`.execute(
      system(),
    )
  ).rows.filter(({ action }) => action.startsWith("hook"));

test("a hook is read with its address and the ends of its secrets, never the secrets", async ({
  tenant,
}) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  const hook = await (await GET(tenant.request("GET"), params({ id: hookId }))).json();
  expect(hook).toMatchObject({
    id: hookId,
    workflowId,
    workflowName: "Orders",
    scheme: "shopify",
    enabled: true,
    maxBytes: 262_144,
    toleranceS: 300,
    lastDeliveryAt: null,
  });
  expect(hook.url).toBe(`http://127.0.0.1:3000/api/hooks/${hookId}`);
  expect(hook.secrets).toEqual([
    {
      id: expect.any(String),
      hint: secret.slice(-4),
      createdAt: expect.any(String),
      expiresAt: null,
    },
  ]);
  await post(hookId, "{}", { secret });
  const text = await (await HOOKS(tenant.request("GET"))).text();
  expect(JSON.parse(text).data[0]).toMatchObject({
    id: hookId,
    lastDeliveryAt: expect.any(String),
  });
  expect(text).not.toContain(secret);
});

test("changes are judged, audited with what changed, and effective", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  const patch = (body: unknown) => PATCH(tenant.request("PATCH", body), params({ id: hookId }));
  expect(await (await patch({ enabled: false, toleranceS: 60 })).json()).toMatchObject({
    enabled: false,
    toleranceS: 60,
  });
  expect((await post(hookId, "{}", { secret })).status).toBe(409);
  await patch({ enabled: false });
  expect(await auditOf(tenant)).toMatchObject([
    { action: "hook_secret.create" },
    {
      action: "hook.update",
      before: { enabled: true, toleranceS: 300 },
      after: { enabled: false, toleranceS: 60 },
    },
  ]);
  const bad = [
    {},
    { toleranceS: 59 },
    { toleranceS: 901 },
    { maxBytes: 1_048_577 },
    { maxBytes: 1.5 },
    { scheme: "md5" },
    { url: "x" },
    { enabled: null },
  ];
  for (const body of bad)
    expect(await codeOf(await patch(body)), JSON.stringify(body)).toEqual([422, "invalid_input"]);
});

test("a secret is shown once and lies nowhere in the clear", async ({ tenant }) => {
  const { hookId } = await newHook(tenant);
  const given = `shpss_${randomUUID().replaceAll("-", "")}`;
  const response = await ADD_SECRET(
    tenant.request(
      "POST",
      { secret: given, overlapHours: 0 },
      { headers: { "idempotency-key": "k-1" } },
    ),
    params({ id: hookId }),
  );
  expect([response.status, (await response.json()).secret]).toEqual([201, given]);
  expect((await post(hookId, "{}", { secret: given })).status).toBe(202);
  const { rows: tables } = await sql<{
    name: string;
  }>`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'app') and table_type = 'BASE TABLE'`.execute(system());
  for (const { name } of tables) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.raw(name)} as t where t::text like ${`%${given}%`}`.execute(
      system(),
    );
    expect(rows, name).toEqual([{ n: 0 }]);
  }
});

test("a made secret fits the scheme, and one that does not is refused", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant, { scheme: "standard", provider: "generic" });
  expect(Buffer.from(secret.replace("whsec_", ""), "base64")).toHaveLength(32);
  const add = (body: unknown) => ADD_SECRET(tenant.request("POST", body), params({ id: hookId }));
  const bad = [
    { secret: "whsec_short" },
    { secret: "not base64 at all!" },
    { secret: "x" },
    { overlapHours: 73 },
    { overlapHours: -1 },
    { hint: "x" },
  ];
  for (const body of bad)
    expect(await codeOf(await add(body)), JSON.stringify(body)).toEqual([422, "invalid_input"]);
});

test("a removed secret is gone, and a second removal is 404", async ({ tenant }) => {
  const { hookId } = await newHook(tenant);
  const { secrets } = await (await GET(tenant.request("GET"), params({ id: hookId }))).json();
  const remove = () =>
    REMOVE_SECRET(tenant.request("DELETE"), params({ id: hookId, secretId: secrets[0].id }));
  expect((await remove()).status).toBe(204);
  expect(await codeOf(await remove())).toEqual([404, "not_found"]);
  expect((await auditOf(tenant)).map(({ action }) => action)).toEqual([
    "hook_secret.create",
    "hook_secret.delete",
  ]);
});

test("to another tenant a hook does not exist, and a viewer cannot change one", async ({
  tenant,
  rival,
}) => {
  const { hookId } = await newHook(tenant);
  const at = params({ id: hookId });
  const viewer = await tenant.as("viewer");
  expect((await GET(rival.request("GET"), at)).status).toBe(404);
  expect((await PATCH(rival.request("PATCH", { enabled: false }), at)).status).toBe(404);
  expect((await ADD_SECRET(rival.request("POST", {}), at)).status).toBe(404);
  expect((await GET(viewer.request("GET"), at)).status).toBe(200);
  expect((await PATCH(viewer.request("PATCH", { enabled: false }), at)).status).toBe(403);
  expect((await ADD_SECRET(viewer.request("POST", {}), at)).status).toBe(403);
});

test("a member and an API key set secrets as an owner does", async ({ tenant }) => {
  const { hookId } = await newHook(tenant);
  for (const actor of [await tenant.as("member"), await tenant.key()]) {
    const answer = await ADD_SECRET(
      actor.request("POST", { overlapHours: 0 }),
      params({ id: hookId }),
    );
    expect(answer.status).toBe(201);
    const { secret } = await answer.json();
    expect((await post(hookId, "{}", { secret })).status).toBe(202);
  }
});

test("deliveries are listed newest first, by hook, page by page", async ({ tenant, rival }) => {
  const [one, other] = [await newHook(tenant), await newHook(tenant)];
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1)
    ids.unshift((await (await post(one.hookId, `{"n":${n}}`, one)).json()).deliveryId);
  await post(other.hookId, "{}", other);
  const list = async (actor: Actor, query: Record<string, string | number>) =>
    (await DELIVERIES(actor.request("GET", undefined, { query }))).json();
  const first = await list(tenant, { hookId: one.hookId, limit: 3 });
  const second = await list(tenant, { hookId: one.hookId, limit: 3, cursor: first.nextCursor });
  expect([...first.data, ...second.data].map(({ id }: { id: string }) => id)).toEqual(ids);
  expect(second.nextCursor).toBeNull();
  expect((await list(tenant, {})).data).toHaveLength(6);
  expect((await list(rival, {})).data).toEqual([]);
  const detail = await (await DELIVERY(tenant.request("GET"), params({ id: ids[0] ?? "" }))).json();
  expect(detail).toMatchObject({
    body: '{"n":4}',
    bytes: 7,
    headers: { "content-type": "application/json" },
  });
});

test("a sample order is posted at the hook like a real one and starts a run", async ({
  tenant,
}) => {
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: at }) =>
      HOOK(request, params({ hook: String(at.hook) })),
    ),
  );
  for (const options of [
    { scheme: "shopify", topic: "orders/create" },
    { scheme: "stripe", provider: "stripe" },
    { scheme: "standard", provider: "generic" },
    { scheme: "hmac", provider: "generic" },
    { scheme: "none", provider: "generic" },
  ] as const) {
    const { workflowId } = await newHook(tenant, options);
    const send = async () => {
      const response = await SAMPLE(
        tenant.request("POST", { seed: 7 }),
        params({ id: workflowId }),
      );
      expect(response.status, options.scheme).toBe(202);
      return response.json();
    };
    const [first, second] = [await send(), await send()];
    expect(first.runId).not.toBe(second.runId);
    const { rows } = await sql<{
      trigger: { body: object };
    }>`select trigger from public.runs where workflow_id = ${workflowId}::uuid`.execute(system());
    expect(rows).toHaveLength(2);
    if (options.scheme === "shopify")
      expect(rows[0]?.trigger.body).toMatchObject({
        total_price: expect.stringMatching(/^\d+\.\d{2}$/),
        currency: "EUR",
        line_items: expect.any(Array),
      });
  }
});

test("a hook without a secret takes a sample under one that ends after a minute", async ({
  tenant,
}) => {
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: at }) =>
      HOOK(request, params({ hook: String(at.hook) })),
    ),
  );
  const { workflowId, hookId } = await newHook(tenant);
  await sql`delete from public.hook_secrets where hook_id = ${hookId}::uuid`.execute(system());
  const response = await SAMPLE(tenant.request("POST", {}), params({ id: workflowId }));
  expect(response.status).toBe(202);
  const { rows } = await sql`select expires_at <= now() + interval '1 minute' as soon
    from public.hook_secrets where hook_id = ${hookId}::uuid`.execute(system());
  expect(rows).toEqual([{ soon: true }]);
});

test("a sample says what is missing", async ({ tenant, rival }) => {
  const { workflowId } = await newHook(tenant);
  const send = (actor: Actor) => SAMPLE(actor.request("POST", {}), params({ id: workflowId }));
  expect((await send(rival)).status).toBe(404);
  await sql`update public.workflows set status = 'paused' where id = ${workflowId}::uuid`.execute(
    system(),
  );
  expect(await (await send(tenant)).json()).toMatchObject({
    code: "conflict",
    detail: expect.stringContaining("not live"),
  });
  expect((await send(await tenant.as("viewer"))).status).toBe(403);
});
