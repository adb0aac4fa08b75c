import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { waitForMail } from "../support/browser.ts";
import { startCapture } from "../support/capture.ts";
import { getRun, runIn, runsOf } from "../support/journey.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";
import { openShop, type Shop, type ShopDelivery, threeSteps } from "../support/shop.ts";

const stack = inject("stack");

let tenant: LiveTenant;
let shop: Shop;
let capture: Awaited<ReturnType<typeof startCapture>>;

const definition = () => {
  const { steps, ...rest } = threeSteps(`${capture.url}/orders`);
  const mail = {
    id: "thank",
    type: "email.send",
    needs: ["tell"],
    with: {
      to: "{{ trigger.body.email }}",
      subject: "Order {{ trigger.body.name }} arrived",
      text: "We were told {{ steps.tell.output.body.ticket }}.",
    },
  };
  return { ...rest, steps: [...steps, mail] };
};

beforeAll(async () => {
  capture = await startCapture(() => ({ body: '{"ticket":"T-77"}' }), stack.capturePorts);
  tenant = await newLiveTenant(stack);
  shop = await openShop(tenant, definition());
});
afterAll(() => capture.close());

type Receipt = { deliveryId: string; duplicate: boolean };

const send = async ({ path, headers, body }: ShopDelivery, extra: Record<string, string> = {}) => {
  const response = await fetch(`${stack.appUrl}${path}`, {
    method: "POST",
    body,
    headers: { ...headers, ...extra },
  });
  const receipt = (await response.json()) as Receipt;
  return { status: response.status, headers: response.headers, ...receipt };
};

const runOf = async (deliveryId: string) => {
  const { body } = await tenant.api<{ runId: string }>("GET", `/deliveries/${deliveryId}`);
  return runIn(tenant, body.runId, "succeeded", "failed");
};

test("a signed order becomes a finished run that tells every step's input and output, a call and a mail", async () => {
  const order = { id: 7, name: "#2007", email: "ada@shop.example", total_price: "403.00" };
  const receipt = await send(shop.delivery(undefined, order));
  expect(receipt).toMatchObject({ status: 202, duplicate: false });

  const run = await runOf(receipt.deliveryId);
  expect(run).toMatchObject({ status: "succeeded", triggerKind: "webhook" });
  expect(run.trigger).toMatchObject({ body: order, topic: "orders/create" });
  const [big, shape, tell, thank] = run.steps;
  expect(run.steps.map(({ status, attempts }) => [status, attempts])).toEqual(
    Array(4).fill(["succeeded", 1]),
  );
  expect(big).toMatchObject({ id: "big", output: { result: true } });
  expect(big?.input).toBeTruthy();
  expect(shape?.input).toEqual({ value: { id: 7, total: "403.00" } });
  expect(shape?.output).toEqual({ value: { id: 7, total: "403.00" } });
  expect(tell?.input).toMatchObject({ method: "POST", json: { id: 7, total: "403.00" } });
  expect(tell?.output).toMatchObject({ status: 200, body: { ticket: "T-77" } });
  expect(thank?.input).toMatchObject({ to: order.email, text: "We were told T-77." });
  expect(thank?.output).toMatchObject({ mails: [{ to: order.email }] });

  const call = capture.requests.find(
    ({ headers }) => headers["idempotency-key"] === `run:${run.id}:tell`,
  );
  expect(call).toMatchObject({
    method: "POST",
    path: "/orders",
    body: '{"id":7,"total":"403.00"}',
  });
  const mail = await waitForMail(stack.mailboxUrl, order.email, /^Order #2007 arrived$/);
  expect(mail.text).toContain("We were told T-77.");
});

test("a delivery that comes again answers the first delivery and starts nothing", async () => {
  const delivery = shop.delivery();
  const first = await send(delivery);
  const before = (await runsOf(tenant, shop.workflowId)).length;
  const again = await send(delivery);
  expect(again).toMatchObject({ status: 202, deliveryId: first.deliveryId, duplicate: true });
  await runOf(first.deliveryId);
  expect(await runsOf(tenant, shop.workflowId)).toHaveLength(before);
});

test("a hundred copies of one delivery at the same time start one run and one call", async () => {
  const before = (await runsOf(tenant, shop.workflowId)).length;
  const delivery = shop.delivery();
  const answers = await Promise.all(Array.from({ length: 100 }, () => send(delivery)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ deliveryId }) => deliveryId)).size).toBe(1);
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  const run = await runOf(answers[0]?.deliveryId ?? "");
  expect(await runsOf(tenant, shop.workflowId)).toHaveLength(before + 1);
  const keys = capture.requests.map(({ headers }) => headers["idempotency-key"]);
  expect(keys.filter((key) => key === `run:${run.id}:tell`)).toHaveLength(1);
});

test("the id of the request is the id of the run it caused, and of what the run writes", async () => {
  const requestId = `story-${Date.now()}`;
  const receipt = await send(shop.delivery(), { "x-request-id": requestId });
  expect(receipt.headers.get("x-request-id")).toBe(requestId);
  expect((await runOf(receipt.deliveryId)).requestId).toBe(requestId);

  const own = await send(shop.delivery());
  const given = own.headers.get("x-request-id");
  expect(given).toMatch(/^[0-9a-f-]{36}$/);
  expect((await runOf(own.deliveryId)).requestId).toBe(given);
});

test("another company finds none of it, nor can it touch it", async () => {
  const { deliveryId } = await send(shop.delivery());
  const { id } = await runOf(deliveryId);
  const other = await newLiveTenant(stack, "Rival");
  const { workflowId, hookId } = shop;
  const calls: [string, string, unknown?][] = [
    ["GET", `/runs/${id}`],
    ["GET", `/hooks/${hookId}`],
    ["GET", `/deliveries/${deliveryId}`],
    ["GET", `/workflows/${workflowId}`],
    ["GET", `/workflows/${workflowId}/versions`],
    ["PATCH", `/workflows/${workflowId}`, { name: "Mine" }],
    ["PATCH", `/hooks/${hookId}`, { enabled: false }],
    ["POST", `/hooks/${hookId}/secrets`, {}],
    ["POST", `/runs/${id}/replay`, {}],
    ["POST", `/runs/${id}/cancel`, undefined],
    ["POST", `/workflows/${workflowId}/run`, { input: {} }],
    ["POST", `/workflows/${workflowId}/publish`, {}],
    ["DELETE", `/workflows/${workflowId}`],
  ];
  for (const [method, path, body] of calls) {
    const answer = await other.api<{ code: string }>(method, path, body);
    expect([method, path, answer.status, answer.body.code]).toEqual([
      method,
      path,
      404,
      "not_found",
    ]);
  }
  for (const list of ["/runs", "/deliveries", "/hooks"]) {
    const { body } = await other.api<{ data: { workflowId: string }[] }>("GET", list);
    expect(body.data.filter((item) => item.workflowId === workflowId)).toEqual([]);
  }
  expect((await getRun(tenant, id)).status).toBe("succeeded");
  expect((await send(shop.delivery())).status).toBe(202);
});

test("an order that is too small ends the run without a call, and its steps say so", async () => {
  const { deliveryId } = await send(shop.delivery(undefined, { id: 8, total_price: "9.00" }));
  const run = await runOf(deliveryId);
  expect(run.status).toBe("succeeded");
  expect(run.steps.map(({ status }) => status)).toEqual([
    "succeeded",
    "skipped",
    "skipped",
    "skipped",
  ]);
  const keys = capture.requests.map(({ headers }) => headers["idempotency-key"]);
  expect(keys).not.toContain(`run:${run.id}:tell`);
});

test("the metrics roll up for the holder of the secret key, however it is sent, and for nobody else", async () => {
  const rollUp = (headers: Record<string, string>) =>
    fetch(`${stack.supabaseUrl}/functions/v1/metrics-aggregator`, { method: "POST", headers });
  const refused = await Promise.all([
    rollUp({}),
    rollUp({ apikey: stack.publishableKey }),
    rollUp({ authorization: `Bearer ${stack.publishableKey}` }),
    rollUp({ authorization: `Bearer ${tenant.token}`, apikey: `${stack.secretKey}x` }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);

  for (const headers of [
    { apikey: stack.secretKey },
    { authorization: `Bearer ${stack.secretKey}` },
  ]) {
    const answer = await rollUp(headers);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ written: expect.any(Number) });
  }
});
