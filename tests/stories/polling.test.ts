import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startCapture } from "../support/capture.ts";
import { eventually, getRun, publish, runsOf } from "../support/journey.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";

const stack = inject("stack");

const page = (ids: readonly string[], next?: string) => ({
  body: JSON.stringify({ orders: ids.map((id) => ({ id, total: 10 })) }),
  ...(next && { headers: { link: `<${next}>; rel="next"` } }),
});

let orders: string[] = [];
let capture: Awaited<ReturnType<typeof startCapture>>;

// Two orders a page, the newest first, as shops list them.
beforeAll(async () => {
  capture = await startCapture(({ path }) => {
    const from = Number(new URL(path, "http://x").searchParams.get("from") ?? 0);
    const next = from + 2 < orders.length ? `${capture.url}/orders?from=${from + 2}` : undefined;
    return page(orders.slice(from, from + 2), next);
  }, stack.capturePorts);
});
afterAll(() => capture.close());

const definition = () => ({
  schemaVersion: 1,
  name: "Watch the orders",
  trigger: {
    type: "polling",
    url: `${capture.url}/orders`,
    every: "1m",
    items: "answer.body.orders",
    id: "item.id",
    startFrom: "beginning",
  },
  steps: [{ id: "keep", type: "transform", with: { value: "{{ trigger.item.id }}" } }],
});

/** The orders that runs were started for, once enough of them succeeded. */
const handled = (tenant: LiveTenant, workflowId: string, count: number) =>
  eventually(
    `${count} runs`,
    async () => {
      const runs = await runsOf(tenant, workflowId);
      const ended = runs.filter(({ status }) => status === "succeeded");
      if (ended.length < count) return undefined;
      const details = await Promise.all(runs.map(({ id }) => getRun(tenant, id)));
      return details.map(({ trigger }) => (trigger as { item: { id: string } }).item.id).sort();
    },
    150_000,
  );

test("new items of a polled source become runs, once each, over pages, polls and versions", {
  timeout: 330_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Pollers");
  orders = ["o3", "o2", "o1"];
  const id = await publish(tenant, definition());
  expect(await handled(tenant, id, 3)).toEqual(["o1", "o2", "o3"]);

  // Publishing again asks at once and forgets nothing of what was seen.
  orders = ["o5", "o4", ...orders];
  const asked = capture.requests.length;
  expect((await tenant.api("POST", `/workflows/${id}/publish`, {})).status).toBe(200);
  expect(await handled(tenant, id, 5)).toEqual(["o1", "o2", "o3", "o4", "o5"]);
  expect(capture.requests.length).toBeGreaterThan(asked + 2);

  const { body } = await tenant.api<{ triggers: { live: boolean; nextAt: string }[] }>(
    "GET",
    `/workflows/${id}`,
  );
  expect(body.triggers).toMatchObject([{ type: "polling", live: true, problem: null }]);
  expect(await runsOf(tenant, id)).toHaveLength(5);
});
