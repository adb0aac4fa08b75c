import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { publish, runIn } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const SLOW = { timeout: 45_000 };

/** Runs a workflow that tells the owner something in the app. */
const tell = async (tenant: LiveTenant, ...titles: string[]) => {
  for (const title of titles) {
    const id = await publish(tenant, {
      schemaVersion: 1,
      name: title,
      trigger: { type: "manual" },
      steps: [
        {
          id: "tell",
          type: "notify",
          with: { to: "owner", channels: ["inApp"], title, message: "Look at it.", link: "/runs" },
        },
      ],
    });
    const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${id}/run`, {
      input: {},
    });
    await runIn(tenant, body.runId, "succeeded");
  }
};

const bell = (page: Page, words: string) =>
  page.getByRole("button", { name: `Notifications, ${words}`, exact: true });

test("what a workflow tells is at the bell within seconds; all is read with one press, and that can be taken back", {
  timeout: 180_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Bell Works");
  const { page, complaints } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await bell(page, "none unread").waitFor(SLOW);
  await tell(tenant, "Large order", "Low stock");
  await bell(page, "2 unread").waitFor(SLOW);
  await bell(page, "2 unread").click();
  const panel = page.getByRole("dialog", { name: "Notifications" });
  await panel.getByRole("link", { name: /Large order/ }).waitFor(SLOW);
  expect(await stumbles(page)).toEqual([]);
  await panel.getByRole("button", { name: "Mark all as read" }).click();
  await bell(page, "none unread").waitFor(SLOW);
  await page.getByRole("button", { name: "Undo" }).click();
  await bell(page, "2 unread").waitFor(SLOW);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("the inbox is worked through by keyboard: j walks, e marks as read and unread, Enter opens and marks as read", {
  timeout: 180_000,
}, async () => {
  const tenant = await newLiveTenant(stack, "Inbox Works");
  await tell(tenant, "Large order", "Low stock");
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/notifications`);
  await page.getByRole("link", { name: /Low stock/ }).waitFor(SLOW);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await page.getByRole("button", { name: "Mark “Low stock” as unread" }).waitFor(SLOW);
  await bell(page, "1 unread").waitFor(SLOW);
  await page.keyboard.press("e");
  await page.getByRole("button", { name: "Mark “Low stock” as read", exact: true }).waitFor(SLOW);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${stack.appUrl}/runs`, SLOW);
  await bell(page, "1 unread").waitFor(SLOW);
});

test("preferences are kept, and leaving a channel out works", { timeout: 120_000 }, async () => {
  const tenant = await newLiveTenant(stack, "Quiet Works");
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/settings/notifications`);
  const box = page.getByRole("checkbox", { name: "A run failed through E-mail" });
  await box.uncheck();
  await page.getByLabel("Mails come").selectOption("daily");
  await page.getByRole("checkbox", { name: "Quiet hours" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page
    .getByRole("status")
    .filter({ hasText: /^Saved$/ })
    .waitFor(SLOW);
  await page.reload();
  expect(await box.isChecked()).toBe(false);
  expect(await page.getByLabel("Mails come").inputValue()).toBe("daily");
  expect(await page.getByLabel("From", { exact: true }).inputValue()).toBe("22:00");
});
