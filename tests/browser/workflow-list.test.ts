import { text } from "node:stream/consumers";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const definition = {
  schemaVersion: 1,
  name: "Count stock",
  trigger: { type: "manual", fields: [] },
  steps: [{ id: "one", type: "transform", with: { value: 1 } }],
};

test("a workflow is renamed, duplicated, archived, brought back, exported and imported again by clicks", {
  timeout: 240_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Listers");
  await tenant.api("POST", "/workflows", { definition });
  const { page, complaints } = await openPage(browser);
  page.setDefaultTimeout(30_000);
  await signIn(page, stack.appUrl, tenant);
  const choose = async (name: string, item: string) => {
    await page.goto(`${stack.appUrl}/workflows`);
    await page.getByRole("button", { name: `More about ${name}`, exact: true }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const row = (name: string) => page.getByRole("link", { name, exact: true });

  await choose("Count stock", "Rename");
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Count the stock");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await row("Count the stock").waitFor();

  await choose("Count the stock", "Duplicate");
  await page.waitForURL(/\/workflows\/[0-9a-f-]{36}/);
  await page.getByRole("heading", { level: 1, name: /Count the stock/ }).waitFor();

  await choose("Count the stock", "Archive");
  await page.getByText("was archived").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/is back as a draft/).waitFor();
  await row("Count the stock").waitFor();

  await page.goto(`${stack.appUrl}/workflows`);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "More about Count the stock", exact: true }).click();
  await page.getByRole("menuitem", { name: "Export as a file" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("count-the-stock.workflow.json");
  const file = await text(await download.createReadStream());
  expect(JSON.parse(file)).toMatchObject({ name: "Count the stock" });

  await page.goto(`${stack.appUrl}/workflows/new`);
  await page.getByLabel("Workflow file").setInputFiles({
    name: download.suggestedFilename(),
    mimeType: "application/json",
    buffer: Buffer.from(file),
  });
  await page.waitForURL(/\/workflows\/[0-9a-f-]{36}/);
  await page.locator('[data-node="one"]').waitFor();
  expect(complaints).toEqual([]);
});
