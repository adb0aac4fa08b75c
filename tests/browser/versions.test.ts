import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");

let browser: Browser;
let tenant: LiveTenant;
let id = "";

const definition = (total: string, more: object[] = []) => ({
  schemaVersion: 1,
  name: "Big orders",
  trigger: { type: "manual" },
  steps: [{ id: "big", type: "transform", with: { value: total } }, ...more],
});

const publish = async (document: object, note: string) => {
  await tenant.api("PATCH", `/workflows/${id}`, { definition: document });
  const { status } = await tenant.api("POST", `/workflows/${id}/publish`, { note });
  expect(status).toBe(200);
};

beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Version Works");
  const { body } = await tenant.api<{ id: string }>("POST", "/workflows", {
    definition: definition("1000"),
  });
  id = body.id;
  await publish(definition("1000"), "The first");
  await publish(
    definition("2500", [{ id: "tell", type: "transform", needs: ["big"], with: { value: "x" } }]),
    "Only really big ones",
  );
});
afterAll(() => browser.close());

test.for([
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const)(
  "a person reads what a version changed and goes back to the one before, at $width px",
  { timeout: 120_000 },
  async ({ width, colorScheme }) => {
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await signIn(page, stack.appUrl, tenant);
    await page.goto(`${stack.appUrl}/workflows/${id}/versions?v=2`);
    const main = page.locator("main");
    await main.getByRole("heading", { name: "Version 2 and version 1" }).waitFor();
    await main.getByText("1 step added, 1 step changed.").waitFor();
    await main.getByText("with.value", { exact: true }).waitFor();
    expect(await main.locator("pre").allTextContents()).toEqual([
      "1000",
      "2500",
      expect.stringContaining('"needs"'),
    ]);
    expect(await stumbles(page)).toEqual([]);

    await main.getByLabel("Compare with").selectOption("draft");
    await page.waitForURL(/with=draft/);
    await main.getByText("They are the same.").waitFor();

    await main.getByRole("link", { name: /^Version 1/ }).click();
    await main.getByRole("heading", { name: "Version 1", exact: true }).waitFor();
    await main.getByRole("button", { name: "Make it the draft" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
    await main.getByRole("button", { name: "Make it the draft" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replace the draft" }).click();
    await page.getByText("The draft is version 1 now").waitFor();
    await main.getByLabel("Compare with").selectOption("draft");
    await main.getByText("They are the same.").waitFor();
    expect(await stumbles(page)).toEqual([]);
    expect(complaints).toEqual([]);
    // The next screen begins where this one did.
    await tenant.api("POST", `/workflows/${id}/rollback`, { version: 2 });
    await page.context().close();
  },
);
