import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { publish, runIn } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");
const PATIENCE = { timeout: 30_000 };

let browser: Browser;
let page: Page;
let complaints: string[];
let tenant: LiveTenant;
let workflowId: string;

const start = async (fail: boolean) => {
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${workflowId}/run`, {
    input: { n: fail ? 0 : 2 },
  });
  return runIn(tenant, body.runId, "succeeded", "failed");
};

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  tenant = await newLiveTenant(stack, "List Works");
  workflowId = await publish(tenant, {
    schemaVersion: 1,
    name: "Divide",
    trigger: { type: "manual", fields: [{ name: "n", type: "number", required: true }] },
    steps: [
      { id: "divide", type: "transform", with: { value: "{{ 10 / int(trigger.input.n) }}" } },
    ],
  });
  for (const fail of [true, false, false, true]) await start(fail);
  await signIn(page, stack.appUrl, tenant);
}, 120_000);
afterAll(() => browser.close());

const rows = () => page.getByRole("region", { name: "Runs" }).locator("tbody tr").count();

/** How many rows there are once the list has come. */
const loadedRows = async () => {
  await page.getByRole("region", { name: "Runs" }).locator("tbody tr").first().waitFor();
  return rows();
};

test("filters are chips in the address, each removable, and a view of them can be kept", async () => {
  await page.goto(`${stack.appUrl}/runs`);
  await expect.poll(rows, PATIENCE).toBe(4);
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await page.waitForURL(/status=failed/);
  await expect.poll(rows, PATIENCE).toBe(2);
  await page.getByLabel("Time").selectOption("day");
  await page.waitForURL(/range=day/);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view" }).click();
  await page.getByLabel("Name").fill("Bad days");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Take off Time 24 hours" }).click();
  await page.waitForURL((url) => !url.search.includes("range"));
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect.poll(rows, PATIENCE).toBe(4);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Bad days", exact: true }).click();
  await page.waitForURL(/status=failed&range=day|range=day&status=failed/);
  await expect.poll(rows, PATIENCE).toBe(2);
}, 90_000);

test("a search finds a run by its error, and is taken off like any filter", async () => {
  await page.goto(`${stack.appUrl}/runs`);
  await page.getByRole("searchbox", { name: "Search runs" }).fill("zero");
  await page.waitForURL(/q=zero/);
  await expect
    .poll(async () => {
      await page.reload();
      return rows();
    }, PATIENCE)
    .toBe(2);
  await page.getByRole("button", { name: "Take off Search zero" }).click();
  await expect.poll(rows, PATIENCE).toBe(4);
  expect(await page.getByRole("searchbox", { name: "Search runs" }).inputValue()).toBe("");
}, 90_000);

test("columns and order are chosen, and stay with the address", async () => {
  await page.goto(`${stack.appUrl}/runs`);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Ended" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Ended" }).waitFor(PATIENCE);
  await page.reload();
  await page.getByRole("columnheader", { name: "Ended" }).waitFor(PATIENCE);
  const first = page.locator("a[data-row]").first();
  const newest = await first.getAttribute("data-id");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByLabel("Order").selectOption("oldest");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/order=oldest/);
  await expect.poll(() => first.getAttribute("data-id"), PATIENCE).not.toBe(newest);
}, 90_000);

test("a new run is announced and waits to be asked for", async () => {
  await page.goto(`${stack.appUrl}/runs`);
  const count = await loadedRows();
  await start(false);
  const news = page.getByRole("button", { name: "1 new run" });
  await news.waitFor(PATIENCE);
  expect(await rows()).toBe(count);
  await news.click();
  await expect.poll(rows, PATIENCE).toBe(count + 1);
}, 90_000);

test("rows are chosen by keyboard and replayed together, with a preview and a count of what is done", async () => {
  await page.goto(`${stack.appUrl}/runs?status=failed`);
  const count = await loadedRows();
  // Keys that come before the page listens are lost.
  await page.waitForLoadState("networkidle");
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await page.getByText("2 runs chosen").waitFor();
  await page.getByRole("button", { name: "Replay" }).click();
  await page.getByRole("menuitem", { name: "The whole run" }).click();
  await page.getByRole("button", { name: "Replay 2 runs" }).click();
  await page.getByText("2 runs replayed").waitFor(PATIENCE);
  await page.reload();
  await page.getByText("2 runs replayed").waitFor(PATIENCE);
  await expect
    .poll(async () => {
      await page.goto(`${stack.appUrl}/runs?status=failed`);
      return rows();
    }, PATIENCE)
    .toBe(count + 2);
  expect(complaints).toEqual([]);
}, 120_000);

test("the filtered list is stored as a file", async () => {
  await page.goto(`${stack.appUrl}/runs?status=succeeded`);
  const count = await loadedRows();
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /^CSV/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^runs-\d{4}-\d\d-\d\d\.csv$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString().trimEnd().split("\r\n");
  expect(lines).toHaveLength(count + 1);
}, 60_000);
