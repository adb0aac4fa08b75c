import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { runRequested } from "@/lib/infra/events/catalogue";
import { countRows, newHook, post, system } from "@/tests/inbound/hook";
import { test } from "@/tests/support/test";

const order = JSON.stringify({
  id: 820982911946154508n.toString(),
  total_price: "403.00",
  name: "grüße 🚀",
});

test("a signed delivery is stored with its run and event, and answered 202", async ({ tenant }) => {
  const { hookId, workflowId, secret } = await newHook(tenant, { topic: "orders/create" });
  const id = randomUUID();
  const headers = {
    "x-request-id": "request-12345678",
    authorization: "Bearer x",
    cookie: "a=b",
    "user-agent": "Shopify",
  };
  const response = await post(hookId, order, { secret, id, headers });
  expect(response.status).toBe(202);
  expect(response.headers.get("x-request-id")).toBe("request-12345678");
  const answer = await response.json();
  expect(answer).toEqual({ deliveryId: expect.any(String), duplicate: false });
  const { rows } = await sql<Record<string, unknown>>`
    select d.key, d.is_weak_key, d.body, d.bytes, d.headers, d.topic, r.id, r.status, r.version, r.workflow_name, r.trigger_kind, r.trigger, r.trigger_ref,
      r.steps_total, r.request_id from public.deliveries d join public.runs r on r.tenant_id = d.tenant_id and r.id = d.run_id
    where d.id = ${answer.deliveryId}::uuid and d.tenant_id = ${tenant.tenantId}`.execute(system());
  const [row] = rows;
  expect(row).toMatchObject({
    key: id,
    isWeakKey: false,
    body: order,
    bytes: Buffer.byteLength(order),
    topic: "orders/create",
  });
  expect(row).toMatchObject({
    status: "queued",
    version: 1,
    workflowName: "Orders",
    triggerKind: "webhook",
    stepsTotal: 2,
  });
  expect(row).toMatchObject({ triggerRef: answer.deliveryId, requestId: "request-12345678" });
  expect(row?.trigger).toMatchObject({ body: JSON.parse(order), topic: "orders/create" });
  const kept = {
    "content-type": "application/json",
    "user-agent": "Shopify",
    "x-request-id": "request-12345678",
    "x-shopify-topic": "orders/create",
    "x-shopify-webhook-id": id,
  };
  expect(row?.headers).toEqual(kept);
  const event = (await tenant.events()).find(({ name }) => name === "workflows/run.requested");
  expect(event).toMatchObject({
    name: "workflows/run.requested",
    data: {
      tenantId: tenant.tenantId,
      runId: row?.id,
      workflowId,
      trace: { requestId: "request-12345678" },
    },
  });
  expect(() => runRequested.schema["~standard"].validate(event?.data)).not.toThrow();
});

test("a hundred copies at once make one run, and every copy is told its delivery", async ({
  tenant,
}) => {
  const { hookId, secret } = await newHook(tenant);
  const id = randomUUID();
  const responses = await Promise.all(
    Array.from({ length: 100 }, () => post(hookId, order, { secret, id })),
  );
  expect(responses.map(({ status }) => status)).toEqual(Array(100).fill(202));
  const answers = await Promise.all(responses.map((response) => response.json()));
  expect(new Set(answers.map(({ deliveryId }) => deliveryId)).size).toBe(1);
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(await countRows(hookId)).toEqual([1, 1, 1]);
});

test("a delivery without an id is known by its body for a day, and then anew", async ({
  tenant,
}) => {
  const { hookId, secret } = await newHook(tenant);
  const headers = { "x-shopify-webhook-id": "" };
  const first = await (await post(hookId, order, { secret, headers })).json();
  const again = await (await post(hookId, order, { secret, headers })).json();
  expect(again).toEqual({ deliveryId: first.deliveryId, duplicate: true });
  const { rows } =
    await sql`select is_weak_key from public.deliveries where id = ${first.deliveryId}::uuid`.execute(
      system(),
    );
  expect(rows).toEqual([{ isWeakKey: true }]);
  await sql`update public.delivery_keys set expires_at = now() where hook_id = ${hookId}::uuid`.execute(
    system(),
  );
  expect(await (await post(hookId, order, { secret, headers })).json()).toMatchObject({
    duplicate: false,
  });
  expect(await countRows(hookId)).toEqual([2, 2, 1]);
});

test("the sender's id is remembered for thirty days", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  await post(hookId, order, { secret });
  const { rows } = await sql<{ days: number }>`
    select round(extract(epoch from expires_at - received_at) / 86400)::int as days from public.delivery_keys where hook_id = ${hookId}::uuid`.execute(
    system(),
  );
  expect(rows).toEqual([{ days: 30 }]);
});

test("two hooks may be sent the same id", async ({ tenant, rival }) => {
  const id = randomUUID();
  for (const one of [await newHook(tenant), await newHook(rival)])
    expect(await (await post(one.hookId, order, { secret: one.secret, id })).json()).toMatchObject({
      duplicate: false,
    });
});

test("a signature that does not hold is 401 and leaves no row", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  const responses = await Promise.all([
    post(hookId, order, { secret: "wrong" }),
    post(hookId, `${order} `, { secret, signed: Buffer.from(order) }),
    post(hookId, order, { secret, headers: { "x-shopify-hmac-sha256": "" } }),
    post(hookId, order, { secret, headers: { "x-shopify-hmac-sha256": "zzz" } }),
  ]);
  for (const response of responses) {
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      code: "unauthenticated",
      detail: expect.stringContaining("signature"),
    });
  }
  const long = await post(hookId, order, {
    secret,
    headers: { "x-shopify-hmac-sha256": "z".repeat(4097) },
  });
  expect([long.status, (await long.json()).code]).toEqual([400, "malformed"]);
  expect(await countRows(hookId)).toEqual([0, 0, 0]);
});

test("an unknown address is 404 whatever it looks like", async ({ tenant }) => {
  const { secret } = await newHook(tenant);
  for (const hookId of [
    randomUUID(),
    "x",
    "..",
    randomUUID().toUpperCase(),
    "' or 1=1 --",
    "a".repeat(5000),
  ]) {
    const response = await post(encodeURIComponent(hookId), order, { secret });
    expect([response.status, (await response.json()).code], hookId).toEqual([404, "not_found"]);
  }
});

test("a workflow that is paused, removed or switched off takes nothing, at once", async ({
  tenant,
}) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  expect((await post(hookId, order, { secret })).status).toBe(202);
  await sql`update public.workflows set status = 'paused' where id = ${workflowId}::uuid`.execute(
    system(),
  );
  const paused = await post(hookId, order, { secret });
  expect([paused.status, (await paused.json()).code]).toEqual([409, "conflict"]);
  await sql`update public.workflows set status = 'live' where id = ${workflowId}::uuid`.execute(
    system(),
  );
  await sql`update public.hooks set enabled = false where id = ${hookId}::uuid`.execute(system());
  expect((await post(hookId, order, { secret })).status).toBe(409);
  expect((await post(hookId, order, { secret: "wrong" })).status).toBe(401);
  expect(await countRows(hookId)).toEqual([1, 1, 1]);
});

test("a new version is executed from the next delivery on", async ({ tenant }) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  await post(hookId, order, { secret });
  await sql`insert into public.workflow_versions (tenant_id, workflow_id, version, definition)
    values (${tenant.tenantId}, ${workflowId}, 2, '{"steps":[{},{},{}]}')`.execute(system());
  await sql`update public.workflows set live_version = 2 where id = ${workflowId}::uuid`.execute(
    system(),
  );
  await post(hookId, order, { secret });
  const { rows } =
    await sql`select version, steps_total from public.runs where workflow_id = ${workflowId}::uuid order by id`.execute(
      system(),
    );
  expect(rows).toEqual([
    { version: 1, stepsTotal: 2 },
    { version: 2, stepsTotal: 3 },
  ]);
});

test("a delivery of another topic is acknowledged and dropped", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant, { topic: "orders/paid" });
  const response = await post(hookId, order, { secret });
  expect([response.status, await response.json()]).toEqual([
    202,
    { deliveryId: null, duplicate: false, ignored: "topic" },
  ]);
  expect(await countRows(hookId)).toEqual([0, 0, 0]);
});

test("Shopify's long ids keep all their digits", async ({ tenant }) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  const body =
    '{"id":820982911946154508,"lines":[{"id":866550311766439020,"n":-9007199254740993}],"price":199.00,"note":"1234567890123456789"}';
  expect((await post(hookId, body, { secret })).status).toBe(202);
  const { rows } = await sql<{ trigger: unknown; body: string }>`
    select r.trigger, d.body from public.runs r join public.deliveries d on d.run_id = r.id where r.workflow_id = ${workflowId}::uuid`.execute(
    system(),
  );
  expect(rows[0]?.body).toBe(body);
  expect(rows[0]?.trigger).toMatchObject({
    body: {
      id: "820982911946154508",
      lines: [{ id: "866550311766439020", n: "-9007199254740993" }],
      price: 199,
      note: "1234567890123456789",
    },
  });
});

test("forms and texts become what expressions can read", async ({ tenant }) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  const bodies = [
    [
      "application/x-www-form-urlencoded; charset=utf-8",
      "a=1&b=x+y&b=%C3%BC",
      { a: "1", b: ["x y", "ü"] },
    ],
    ["text/plain", "hello", "hello"],
    ["text/csv;charset=UTF-8", "a;b\n1;2", "a;b\n1;2"],
    ["application/vnd.shop+json", "[1]", [1]],
  ] as const;
  for (const [type, body] of bodies)
    expect((await post(hookId, body, { secret, headers: { "content-type": type } })).status).toBe(
      202,
    );
  const { rows } = await sql<{
    body: unknown;
  }>`select trigger -> 'body' as body from public.runs where workflow_id = ${workflowId}::uuid order by id`.execute(
    system(),
  );
  expect(rows.map(({ body }) => body)).toEqual(bodies.map(([, , expected]) => expected));
});

test("another tenant sees neither the hook nor its deliveries", async ({ tenant, rival }) => {
  const { hookId, secret } = await newHook(tenant);
  const { deliveryId } = await (await post(hookId, order, { secret })).json();
  const { GET } = await import("@/app/api/v1/deliveries/[id]/route");
  const ask = async (actor: typeof tenant) =>
    (await GET(actor.request("GET"), { params: Promise.resolve({ id: deliveryId }) })).status;
  expect([await ask(tenant), await ask(rival)]).toEqual([200, 404]);
});
