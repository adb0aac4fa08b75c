import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "@/tests/browser/pages";
import { stumbles } from "@/tests/browser/stumbles";
import { listening, openBrowser, openPage } from "@/tests/support/browser";
import { newLiveTenant } from "@/tests/support/live-tenant";

const stack = inject("stack");
const { appUrl } = stack;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const stepIs = async (page: Page, title: string) => {
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
  await listening(page);
};

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** What is wrong with the page as it is, wide and light, narrow and dark. */
const look = async (page: Page, at: string): Promise<string[]> => {
  const found: string[] = [];
  for (const [width, colorScheme] of [
    [390, "dark"],
    [1440, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    found.push(...(await stumbles(page)).map((line) => `${at} ${width}: ${line}`));
  }
  return found;
};

test("the wizard leads from the company to a run, by keyboard, back and on another device", async () => {
  const tenant = await newLiveTenant(stack, "Northern Lights");
  const { page, complaints } = await openPage(browser);
  const found: string[] = [];
  await signIn(page, appUrl, tenant);
  await page.goto(`${appUrl}/welcome`);
  await stepIs(page, "Your company");
  found.push(...(await look(page, "company")));
  await page.getByLabel("Industry").selectOption("agency");
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.press("Enter");

  await stepIs(page, "Where do your events come from?");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent), { timeout: 15_000 })
    .toBe("Where do your events come from?");
  await press(page, "Back");
  await stepIs(page, "Your company");
  expect(await page.getByLabel("Industry").inputValue()).toBe("agency");
  await press(page, "Save and go on");
  await stepIs(page, "Where do your events come from?");

  await press(page, "Send sample data");
  await page.getByRole("link", { name: "Sample Hotel: Booking page is down" }).waitFor();
  found.push(...(await look(page, "samples")));
  await press(page, "Go on");
  await stepIs(page, "Your first workflow");
  found.push(...(await look(page, "workflow")));

  const { page: other } = await openPage(browser, 390, 844);
  await signIn(other, appUrl, tenant);
  await other.goto(`${appUrl}/welcome`);
  await stepIs(other, "Your first workflow");
  await other.context().close();

  await press(page, "Publish it");
  await stepIs(page, "See it run");
  found.push(...(await look(page, "watch")));
  await press(page, "Skip this step");
  await stepIs(page, "You are through");
  found.push(...(await look(page, "end")));
  await press(page, "Do it now: See it run");
  await stepIs(page, "See it run");
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
}, 180_000);

test("home ticks what happens while one looks, celebrates once, and puts the list away and back", async () => {
  const tenant = await newLiveTenant(stack, "Candles");
  const { page } = await openPage(browser);
  await signIn(page, appUrl, tenant);
  await page.getByText("1 of 5 done", { exact: true }).waitFor();
  await press(page, "Put the list away");
  await press(page, "Show the getting-started list");
  await page.getByText("1 of 5 done", { exact: true }).waitFor();

  const made = await tenant.api<{ workflowId: string }>("POST", "/templates/big-orders/install", {
    values: { team: tenant.email },
    publish: true,
  });
  await page.getByText("2 of 5 done", { exact: true }).waitFor();
  await tenant.api("POST", `/workflows/${made.body.workflowId}/sample`, {});
  await page.getByText("4 of 5 done", { exact: true }).waitFor();
  await tenant.api("POST", "/invitations", { email: `x-${tenant.email}`, role: "member" });
  await page.getByText(/^All five done/).waitFor();
  expect(await look(page, "celebration")).toEqual([]);
  await expect
    .poll(async () => (await tenant.api("GET", "/onboarding")).body, { timeout: 15_000 })
    .toMatchObject({ isComplete: true, celebrate: false });
  await page.reload();
  await page.getByText("Runs today").first().waitFor();
  expect(await page.getByText(/^All five done/).count()).toBe(0);
  expect(await page.getByText("Getting started").count()).toBe(0);
}, 120_000);

test("samples come and go with one click on home, badged wherever they are listed", async () => {
  const tenant = await newLiveTenant(stack, "Soap");
  const { page } = await openPage(browser);
  await signIn(page, appUrl, tenant);
  await press(page, "Try it with sample data");
  await page.getByText("Sample data:").waitFor();
  expect(await look(page, "home with samples")).toEqual([]);
  await page.goto(`${appUrl}/runs`);
  await page.getByText("· sample").first().waitFor();
  await page.goto(`${appUrl}/`);
  await press(page, "Remove the samples");
  await press(page, "Remove them");
  await page.getByText("Sample data:").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Try it with sample data" }).waitFor();
  expect((await tenant.api("GET", "/samples")).body).toEqual({ workflow: null, runIds: [] });
}, 120_000);
