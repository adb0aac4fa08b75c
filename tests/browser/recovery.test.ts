import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { startCapture } from "@/tests/support/capture";
import { publish, runIn } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");
const PATIENCE = { timeout: 30_000 };

let browser: Browser;
let shop: Awaited<ReturnType<typeof startCapture>>;
let broken = true;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startCapture(
    ({ path }) =>
      path.startsWith("/ledger") && broken
        ? { status: 422, body: '{"error":"no such account"}', delayMs: 300 }
        : { body: '{"booked":true}' },
    stack.capturePorts,
  );
}, 60_000);
afterAll(async () => {
  await browser.close();
  await shop.close();
});

/** Shapes an order, tells a warehouse, then books it in a ledger that may refuse. */
const ordersWorkflow = (ledger: string) => ({
  schemaVersion: 1,
  name: "Book orders",
  trigger: { type: "manual", fields: [{ name: "order", type: "text", required: true }] },
  steps: [
    {
      id: "store",
      name: "Tell the warehouse",
      type: "http.request",
      with: {
        method: "POST",
        url: `${shop.url}/store`,
        json: { order: "{{ trigger.input.order }}" },
      },
    },
    {
      id: "book",
      name: "Book it",
      type: "http.request",
      needs: ["store"],
      with: {
        method: "POST",
        url: `${shop.url}/${ledger}`,
        json: { order: "{{ trigger.input.order }}" },
      },
    },
  ],
});

const calls = (path: string, order: string) =>
  shop.requests.filter((request) => request.path === path && request.body.includes(order)).length;

const startRun = async (tenant: LiveTenant, workflowId: string, order: string) => {
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${workflowId}/run`, {
    input: { order },
  });
  return body.runId;
};

const openTenant = async (company: string, ledger: string) => {
  const tenant = await newLiveTenant(stack, company);
  const workflowId = await publish(tenant, ordersWorkflow(ledger));
  const { page, complaints } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  return { tenant, workflowId, page, complaints };
};

const failed = (page: Page) => page.getByRole("main").getByText("Failed").first().waitFor(PATIENCE);

test("by mouse: a run fails before one's eyes, is found among the dead letters, redriven and compared", async () => {
  broken = true;
  const { tenant, workflowId, page, complaints } = await openTenant("Mouse Works", "ledger-mouse");
  const runId = await startRun(tenant, workflowId, "M-1");
  await page.goto(`${stack.appUrl}/runs/${runId}`);
  await failed(page);
  await page.getByText("The other side refused what was sent").first().waitFor(PATIENCE);
  const step = page.getByRole("region", { name: "Step Book it" });
  await step.getByText("no such account").first().waitFor();

  // A second one of the same cause joins the first.
  await runIn(tenant, await startRun(tenant, workflowId, "M-2"), "failed");
  await page.getByRole("link", { name: /^Dead letters/ }).click();
  const causes = page.getByRole("region", { name: "Causes" });
  await causes.getByRole("link", { name: /answered 422/ }).click();
  const letters = page.getByRole("region", { name: "Dead letters" });
  await expect.poll(() => letters.getByRole("row").count(), PATIENCE).toBe(3);

  broken = false;
  await page.getByRole("button", { name: "Redrive all" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("This concerns 2 dead letters.").waitFor(PATIENCE);
  await dialog.getByRole("button", { name: "Redrive 2 dead letters" }).click();
  const progress = page.getByRole("region", { name: "Bulk action" });
  await progress.getByText("2 dead letters redriven").waitFor(PATIENCE);
  await page.getByText("Nothing is left open here").waitFor(PATIENCE);
  await progress.getByRole("button", { name: "Hide the progress" }).click();

  await expect.poll(() => calls("/ledger-mouse", "M-1"), PATIENCE).toBe(2);
  await page.getByRole("button", { name: "Resolved" }).click();
  await page.waitForURL(/state=resolved/);
  await expect
    .poll(async () => {
      await page.reload();
      return page.getByRole("link", { name: "Compare" }).count();
    }, PATIENCE)
    .toBe(2);
  await page.getByRole("link", { name: "Compare" }).first().click();
  await page
    .getByText("1 of 2 steps differs.")
    .or(page.getByText("1 of 2 steps differ."))
    .waitFor(PATIENCE);
  await page.getByText("taken over").waitFor();
  // What had been done before was not done again.
  expect([calls("/store", "M-1"), calls("/store", "M-2")]).toEqual([1, 1]);
  expect(complaints).toEqual([]);
}, 180_000);

test("by keyboard alone: find the failure, redrive one letter, discard another and take that back", async () => {
  broken = true;
  const { tenant, workflowId, page, complaints } = await openTenant("Key Works", "ledger-keys");
  for (const order of ["K-1", "K-2", "K-3"])
    await runIn(tenant, await startRun(tenant, workflowId, order), "failed");
  const key = (...names: string[]) =>
    names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  await key("g", "d");
  await page.waitForURL(/\/dead-letters$/);
  await page.getByRole("link", { name: /answered 422/ }).waitFor(PATIENCE);
  await key("j", "Enter");
  await page.waitForURL(/\/dead-letters\/[0-9a-f]{32}/);
  const letters = page.getByRole("region", { name: "Dead letters" });
  await expect.poll(() => letters.getByRole("row").count(), PATIENCE).toBe(4);

  // The newest is discarded, and brought back by Undo.
  await key("j", "x");
  await page.getByText("1 letter chosen").waitFor();
  await page.getByRole("button", { name: "Discard", exact: true }).focus();
  await key("Enter");
  await expect.poll(() => letters.getByRole("row").count(), PATIENCE).toBe(3);
  await page.getByRole("button", { name: "Undo" }).focus();
  await key("Enter");
  await expect.poll(() => letters.getByRole("row").count(), PATIENCE).toBe(4);

  // The oldest two are chosen as a range and redriven.
  broken = false;
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await key("j", "j", "x", "j", "Shift+X");
  await page.getByText("2 letters chosen").waitFor();
  await page.getByRole("button", { name: "Redrive", exact: true }).focus();
  await key("Enter");
  const go = page.getByRole("button", { name: "Redrive 2 dead letters" });
  await go.waitFor(PATIENCE);
  await go.focus();
  await key("Enter");
  await page.getByText("2 dead letters redriven").waitFor(PATIENCE);
  await expect.poll(() => letters.getByRole("row").count(), PATIENCE).toBe(2);
  await expect.poll(() => calls("/ledger-keys", "K-1"), PATIENCE).toBe(2);
  expect(calls("/ledger-keys", "K-3")).toBe(1);

  // From the letter to its run, and on to a replay from the step that failed.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await key("j", "Enter");
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}\?step=book/);
  await page.getByRole("button", { name: "Replay" }).focus();
  await key("Enter");
  await page.getByRole("menuitem", { name: "From the step that failed" }).waitFor();
  await key("Enter");
  await page.getByRole("dialog", { name: "Replay" }).waitFor(PATIENCE);
  await page.getByRole("dialog").getByRole("button", { name: "Replay" }).focus();
  const before = page.url();
  await key("Enter");
  await page.waitForURL((url) => url.href !== before && /\/runs\//.test(url.pathname));
  await page.getByRole("main").getByText("Succeeded").first().waitFor(PATIENCE);
  await expect.poll(() => calls("/ledger-keys", "K-3"), PATIENCE).toBe(2);
  expect(calls("/store", "K-3")).toBe(1);
  expect(complaints).toEqual([]);
}, 180_000);
