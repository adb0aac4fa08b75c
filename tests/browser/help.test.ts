import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");
const SLOW = { timeout: 45_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("help opens the page's article beside it, follows links inside, goes with the page, and closes by Escape", {
  timeout: 180_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Help Works");
  const { page, complaints } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/dead-letters`);
  await page.getByRole("button", { name: "Help on this page" }).click();
  const help = page.getByRole("complementary", { name: "Help" });
  const article = (title: string) =>
    help.getByRole("heading", { level: 2, name: title, exact: true });
  await article("Dead letters").waitFor(SLOW);
  expect(await stumbles(page)).toEqual([]);
  await help.getByRole("button", { name: "One group of failures" }).click();
  await article("One group of failures").waitFor(SLOW);
  await help.getByRole("button", { name: "Back", exact: true }).click();
  await article("Dead letters").waitFor(SLOW);
  await page.getByRole("link", { name: "Approvals", exact: true }).first().click();
  await page.waitForURL(`${stack.appUrl}/approvals`, SLOW);
  await article("Approvals").waitFor(SLOW);
  await article("Approvals").press("Escape");
  await help.waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("the help centre finds articles in spite of a typing error, by keyboard alone", {
  timeout: 120_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Search Works");
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/help`);
  await page.keyboard.press("/");
  await page.keyboard.type("wehbook signature");
  await page.getByRole("option", { name: /^Webhooks/ }).waitFor(SLOW);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${stack.appUrl}/help/webhooks`, SLOW);
  await page.getByRole("heading", { level: 1, name: "Webhooks" }).waitFor(SLOW);
});

test("the tour is started by oneself, walked by keyboard, and remembered where it was left", {
  timeout: 120_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Tour Works");
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/help`);
  const stop = (at: number) => page.getByRole("dialog", { name: `Tour, stop ${at} of 4` });
  const start = page.getByRole("button", { name: "Take the tour" });
  await start.click();
  await stop(1).waitFor(SLOW);
  await page.keyboard.press("ArrowRight");
  await stop(2).waitFor(SLOW);
  await page.keyboard.press("Enter");
  await stop(3).waitFor(SLOW);
  await page.keyboard.press("Escape");
  await stop(3).waitFor({ state: "detached" });
  await start.click();
  await stop(3).waitFor(SLOW);
  await page.keyboard.press("ArrowLeft");
  await stop(2).waitFor(SLOW);
});
