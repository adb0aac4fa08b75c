import { text as read } from "node:stream/consumers";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");
const PATIENCE = { timeout: 30_000 };

let browser: Browser;
let tenant: LiveTenant;
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Sorters");
  for (const name of ["Beta", "Alpha"]) {
    const definition = { schemaVersion: 1, name, trigger: { type: "manual" }, steps: [] };
    await tenant.api("POST", "/workflows", { definition });
    await tenant.api("POST", "/contacts", { email: `${name.toLowerCase()}@example.com` });
  }
});
afterAll(() => browser.close());

const open = async (path: string, width?: number) => {
  const { page, complaints } = await openPage(browser, width);
  page.setDefaultTimeout(30_000);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}${path}`);
  return { page, complaints };
};

const rows = (page: Page) => () => page.locator("a[data-row]").allTextContents();

test("a click on a column's head sorts by it, and another goes back", async () => {
  const { page, complaints } = await open("/contacts");
  await expect.poll(rows(page), PATIENCE).toEqual(["alpha@example.com", "beta@example.com"]);
  await page.getByRole("columnheader", { name: "Added" }).getByRole("link").click();
  await page.waitForURL(/sort=oldest/);
  await expect.poll(rows(page), PATIENCE).toEqual(["beta@example.com", "alpha@example.com"]);
  await page.locator('th[aria-sort="ascending"]').filter({ hasText: "Added" }).waitFor();

  await page.goto(`${stack.appUrl}/workflows`);
  await page.getByRole("columnheader", { name: "Workflow" }).getByRole("link").click();
  await page.waitForURL(/sort=name/);
  await expect.poll(rows(page), PATIENCE).toEqual(["Alpha", "Beta"]);
  await page.getByRole("columnheader", { name: "Changed" }).getByRole("link").click();
  await page.waitForURL((url) => !url.search.includes("sort"));
  expect(complaints).toEqual([]);
}, 120_000);

test("a page is fetched ahead when one points at its link, and not for being seen", async () => {
  const { page } = await open("/");
  const ahead: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (searchParams.has("_rsc")) ahead.push(pathname);
  });
  await page.goto(`${stack.appUrl}/workflows`);
  await expect.poll(rows(page), PATIENCE).toHaveLength(2);
  await page.getByRole("link", { name: "Beta" }).hover();
  await expect.poll(() => ahead.length, PATIENCE).toBeGreaterThan(0);
  expect(new Set(ahead.map((path) => path.replace(/[0-9a-f-]{36}/, "id")))).toEqual(
    new Set(["/workflows/id"]),
  );
  await page.getByRole("link", { name: "Contacts" }).focus();
  await expect.poll(() => ahead, PATIENCE).toContain("/contacts");
}, 120_000);

test("contacts are saved as a file", async () => {
  const { page } = await open("/contacts");
  await page.getByRole("button", { name: "Export" }).click();
  const waiting = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV for spreadsheets" }).click();
  const text = await read(await (await waiting).createReadStream());
  expect(text.trimEnd().split("\r\n")).toHaveLength(3);
}, 120_000);

test.each([1440, 1100, 390])(
  "all of a template's steps can be seen at %i px",
  async (width) => {
    const { page } = await open("/templates/high-risk-order", width);
    const shown = page.locator("[data-node]:visible");
    await shown.first().waitFor();
    await expect.poll(() => shown.count(), PATIENCE).toBe(7);
    const isInside = () =>
      page.evaluate(() => {
        const nodes = [...document.querySelectorAll("[data-node]")].filter(
          (node) => node.getBoundingClientRect().width > 0,
        );
        return nodes.every((node) => {
          const { left, right } = node.getBoundingClientRect();
          const box = node.closest("section[aria-label], ol")?.getBoundingClientRect();
          return box && left >= box.left && right <= box.right && right <= window.innerWidth;
        });
      });
    await expect.poll(isInside, PATIENCE).toBe(true);
  },
  120_000,
);
