import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { linkIn, openBrowser, openPage, waitForMail } from "@/tests/support/browser";
import { eventually, publish, runIn } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");

let browser: Browser;
let tenant: LiveTenant;
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Northwind Shop");
}, 60_000);
afterAll(() => browser.close());

const workflow = (name: string, approvers: string[], more: object = {}) => ({
  schemaVersion: 1,
  name,
  trigger: { type: "manual" },
  steps: [
    {
      id: "ask",
      type: "approval",
      with: {
        title: "Refund 403.00 EUR to jon@example.com?",
        message: "The order was delivered on 12 November and came back undamaged.",
        fields: { Order: "#1042", Amount: "403.00 EUR", Reason: "Too small" },
        approvers,
        deadline: "24h",
        ...more,
      },
    },
    {
      id: "pay",
      type: "transform",
      needs: ["ask"],
      when: 'steps.ask.output.decision == "approved"',
      with: { value: "{{ steps.ask.output.comment }}" },
    },
  ],
});

type Item = { id: string; runId: string; title: string };

const ask = async (name: string, approvers: string[], more?: object): Promise<Item> => {
  const id = await publish(tenant, workflow(name, approvers, more));
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${id}/run`, {
    input: {},
  });
  return eventually("the question", async () => {
    const { body: page } = await tenant.api<{ data: Item[] }>(
      "GET",
      `/approvals?runId=${body.runId}`,
    );
    return page.data[0];
  });
};

test("somebody without an account decides from the mail; opening the link decided nothing", async () => {
  const who = `cfo-${Date.now()}@shop.example`;
  const { id, runId } = await ask("Refunds by mail", [who]);
  const mail = await waitForMail(stack.mailboxUrl, who, /^Decide: Refund 403/);
  const link = linkIn(mail, "/approve?token=");
  // What a scanner does: opens every link, several times, and reads what comes.
  for (let n = 0; n < 3; n++) expect((await fetch(link)).status).toBe(200);
  for (const { width, colorScheme } of [
    { width: 1440, colorScheme: "light" },
    { width: 390, colorScheme: "dark" },
  ] as const) {
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await page.goto(link);
    await page.getByRole("heading", { name: /^Refund 403/ }).waitFor();
    await page.getByText("#1042").waitFor();
    expect(await stumbles(page)).toEqual([]);
    expect(complaints).toEqual([]);
    if (width === 1440) continue;
    expect((await tenant.api("GET", `/approvals/${id}`)).body).toMatchObject({ status: "pending" });
    await page.getByLabel("Comment").fill("Fine by me");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText(`Approved by ${who}`).waitFor();
    expect(await stumbles(page)).toEqual([]);
    await page.reload();
    await page.getByText(`Approved by ${who}`).waitFor();
    expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
    expect(await page.getByText("#1042").count()).toBe(0);
  }
  const run = await runIn(tenant, runId, "succeeded", "failed");
  expect(run.steps[1]).toMatchObject({ status: "succeeded", output: { value: "Fine by me" } });
  const { page } = await openPage(browser);
  await page.goto(`${stack.appUrl}/approve?token=${"A".repeat(107)}`);
  await page.getByRole("heading", { name: "This link leads nowhere" }).waitFor();
}, 120_000);

test("in the dashboard the question is found and decided by keyboard alone", async () => {
  const { page, complaints } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.getByRole("heading", { name: "Approvals" }).waitFor();
  const { runId } = await ask("Refunds in the dashboard", ["owner"]);
  await page.reload();
  await page.getByRole("row", { name: /Refunds in the dashboard/ }).waitFor();
  expect(await stumbles(page)).toEqual([]);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}$/);
  await page.getByText("owners").first().waitFor();
  expect(await stumbles(page)).toEqual([]);
  await page.getByLabel("Comment").focus();
  await page.keyboard.type("Not again");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText(`Rejected by ${tenant.email}`).waitFor();
  const run = await runIn(tenant, runId, "succeeded", "failed");
  expect(run.steps[1]?.status).toBe("skipped");
  await page.goto(`${stack.appUrl}/approvals?show=rejected`);
  await page.getByRole("row", { name: /Refunds in the dashboard/ }).waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test("who decides second is told who decided first, and sees it", async () => {
  const { id } = await ask("Two at once", ["owner"]);
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/approvals/${id}`);
  await page.getByRole("button", { name: "Reject" }).waitFor();
  await tenant.api("POST", `/approvals/${id}/decide`, { decision: "approve" });
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText(`Approved by ${tenant.email}`).waitFor();
}, 60_000);

test("lists, empty and full, wide and narrow, are there for everybody", async () => {
  const empty = await newLiveTenant(stack, "Nothing to ask");
  const screens = [
    { width: 1440, colorScheme: "dark", who: empty, text: "Nothing waits for a decision" },
    { width: 390, colorScheme: "light", who: tenant, text: "Decided lately" },
  ] as const;
  await ask("A question that stays open", ["owner", "cfo@shop.example"]);
  for (const { width, colorScheme, who, text } of screens) {
    const { page } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await signIn(page, stack.appUrl, who);
    for (const path of ["/approvals", "/approvals?show=mine", "/approvals?show=expired"]) {
      await page.goto(`${stack.appUrl}${path}`);
      await page.getByRole("heading", { name: "Approvals" }).waitFor();
      if (path === "/approvals") await page.getByText(text).first().waitFor();
      expect([path, await stumbles(page)]).toEqual([path, []]);
    }
  }
}, 120_000);
