import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = (await openPage(browser)).page;
  const tenant = await newLiveTenant(stack, "Keys");
  const definition = {
    schemaVersion: 1,
    name: "Tidy up",
    trigger: { type: "manual", fields: [] },
    steps: [{ id: "one", type: "transform", with: { value: 1 } }],
  };
  await tenant.api("POST", "/workflows", { definition });
  await tenant.api("POST", "/workflows", { definition: { ...definition, name: "Count up" } });
  await signIn(page, stack.appUrl, tenant);
}, 60_000);
afterAll(() => browser.close());

const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");

test("the rooms, the rows and the search are reached without a mouse", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await page.waitForURL(/\/workflows$/);
  await page.getByText("Tidy up").waitFor();
  await page.keyboard.press("j");
  expect(await focused()).toBe("Count up");
  await page.keyboard.press("j");
  expect(await focused()).toBe("Tidy up");
  await page.keyboard.press("k");
  expect(await focused()).toBe("Count up");
  await page.keyboard.press("/");
  await page.keyboard.type("tidy");
  await page.waitForURL(/search=tidy/);
  await page.getByText("Count up").waitFor({ state: "detached" });
}, 60_000);

test("the palette finds a workflow by name and opens it", async () => {
  await page.goto(`${stack.appUrl}/`);
  await page.getByRole("heading", { name: "Keys" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/find a workflow/).fill("count");
  await page.getByRole("option", { name: "Count up" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Count up" }).waitFor();
}, 60_000);

test("the question mark shows every key, and Escape gives the focus back", async () => {
  await page.goto(`${stack.appUrl}/runs`);
  await page.getByText("Nothing has run yet").waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}, 60_000);

test("what is typed in the editor is saved within seconds and there after a reload", async () => {
  await page.goto(`${stack.appUrl}/workflows?search=tidy`);
  await page.getByRole("link", { name: "Tidy up" }).click();
  await page.getByText("JSON", { exact: true }).click();
  const editor = page.getByLabel("Workflow definition, JSON");
  await editor.waitFor();
  const text = await editor.inputValue();
  await editor.fill(text.replace('"type": "transform"', '"type": "nonsense"'));
  await page.getByRole("button", { name: /There is no step type/ }).waitFor();
  await page.reload();
  expect(await editor.inputValue()).toContain("nonsense");
  await page.getByText("1 problem to mend before publishing").waitFor();
}, 60_000);
