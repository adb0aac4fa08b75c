import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");

let browser: Browser;
let tenant: LiveTenant;
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Demand");
}, 60_000);
afterAll(() => browser.close());

const open = async (width: number): Promise<Page> => {
  const { page } = await openPage(browser, width);
  await signIn(page, stack.appUrl, tenant);
  return page;
};

/** What has the focus: its role and its text. */
const focus = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return `${element?.getAttribute("role") ?? element?.localName} ${element?.textContent?.trim()}`;
  });

test("a menu that was never loaded opens with the key that asks for it, at its first line", async () => {
  const page = await open(1440);
  await page.getByRole("button", { name: "Your account" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focus(page), { timeout: 15_000 }).toBe("menuitem Profile");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => focus(page)).toBe("menuitem Keyboard shortcuts");
  await page.keyboard.press("Escape");
  await expect.poll(() => focus(page), { timeout: 15_000 }).toMatch(/^button .*Your account/);
  await page.context().close();
}, 90_000);

test("a menu that was never loaded opens with the click that asks for it, and works", async () => {
  const page = await open(1440);
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.locator("html.dark, html[data-theme=dark]").waitFor();
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Change company" }).click();
  await page.getByRole("menuitem", { name: "New company" }).waitFor();
  await page.context().close();
}, 90_000);

test("the drawer of a narrow screen opens, closes with Escape and gives the focus back", async () => {
  const page = await open(390);
  await page.getByRole("button", { name: "Open the menu" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Menu" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")), {
      timeout: 15_000,
    })
    .toBe("Open the menu");
  await page.context().close();
}, 90_000);
