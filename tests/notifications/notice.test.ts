import { expect } from "vitest";
import { GET } from "@/app/api/v1/notifications/route";
import { powers } from "@/inngest/workflows/powers";
import { NotificationPage } from "@/lib/domain/notifications/schema";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import { beginRun } from "@/lib/domain/runs/execution/journal";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { mailsOf, system, writeMails } from "@/tests/notifications/support/told";
import { forgetful } from "@/tests/runs/support/powers";
import { start } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const titles = async (actor: Actor) => {
  const response = await GET(actor.request("GET"), params());
  const { data } = NotificationPage.parse(await response.json());
  return data.map(({ title }) => title);
};

const perform = async (tenant: Actor, wish: object) => {
  const runId = await start(tenant.caller, [
    { id: "tell", type: "notify", with: { title: "Order {{ 1000 + 1 }}", ...wish } },
  ]);
  const run = await beginRun(system(), { tenantId: tenant.tenantId, runId });
  if (!run) throw new Error("the run is over");
  const around = {
    db: system(),
    kinds: stepKinds,
    powers,
    now: () => new Date(),
    random: Math.random,
  };
  return interpret(run, around, forgetful);
};

test("the step tells members by role and address through the channels it names", async ({
  tenant,
}) => {
  const viewer = await tenant.as("viewer");
  const member = await tenant.as("member");
  const wish = { to: ["admin", viewer.email], channels: ["inApp"], link: "/runs" };
  expect(await perform(tenant, wish)).toBe("succeeded");
  expect(await titles(tenant)).toEqual(["Order 1001"]);
  expect(await titles(viewer)).toEqual(["Order 1001"]);
  expect(await titles(member)).toEqual([]);
  await writeMails(tenant);
  expect(await mailsOf(tenant)).toEqual([]);
  expect(await perform(tenant, { to: "owner", channels: ["email"] })).toBe("succeeded");
  await writeMails(tenant);
  expect(await mailsOf(tenant)).toMatchObject([{ recipient: tenant.email, subject: "Order 1001" }]);
});

test("an address that is no member's and a Slack that is not connected fail the step and tell nobody", async ({
  tenant,
  rival,
}) => {
  expect(await perform(tenant, { to: ["owner", rival.email] })).toBe("failed");
  expect(await perform(tenant, { to: "owner", channels: ["inApp", "slack"] })).toBe("failed");
  expect(await titles(tenant)).toEqual([]);
});
