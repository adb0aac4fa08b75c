import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { newLiveTenant } from "@/tests/support/live-tenant";
import { publishExample, settled, signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");

const PUBLIC = [
  "/sign-in",
  "/sign-up",
  "/check-mail",
  "/forgot",
  "/auth/confirm?token_hash=x&type=signup",
  "/nowhere",
  "/docs/api",
];
const ROOMS = [
  "/",
  "/welcome",
  "/workflows",
  "/workflows/new",
  "/templates",
  "/templates/paid-order-to-books",
  "/runs",
  "/dead-letters",
  "/notifications",
  "/help",
  "/help/notify-step",
  "/settings",
  "/settings/notifications",
  "/settings/company",
  "/settings/members",
  "/settings/api-keys",
  "/settings/audit",
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const SCREENS = [
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

test.for(SCREENS)(
  "nobody stumbles at $width px in $colorScheme",
  { timeout: 240_000 },
  async ({ width, colorScheme }) => {
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    const found: Record<string, string[]> = {};
    const look = async (path: string) => {
      await page.goto(`${stack.appUrl}${path}`, { waitUntil: "load" });
      await page.getByRole("heading", { level: 1 }).waitFor();
      await settled(page);
      const stumbled = await stumbles(page);
      if (stumbled.length > 0) found[path] = stumbled;
    };
    for (const path of PUBLIC) await look(path);
    const tenant = await newLiveTenant(stack, "Axe Works");
    await signIn(page, stack.appUrl, tenant);
    for (const path of ROOMS) await look(path);
    await publishExample(page, stack.appUrl, /follow up/);
    const workflow = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "Run now" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Customer").fill("Bo");
    await dialog.getByLabel("E-mail").fill("bo@example.com");
    await dialog.getByLabel("Follow up on").fill("2027-06-30");
    await dialog.getByRole("button", { name: "Run" }).click();
    await page.getByText("Waiting").first().waitFor();
    const run = new URL(page.url()).pathname;
    for (const path of [workflow, run, "/runs", "/workflows", "/"]) await look(path);
    expect(found).toEqual({});
    expect(complaints.filter((line) => !line.includes("404"))).toEqual([]);
  },
);
