import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { linkIn, openBrowser, openPage, waitForMail } from "@/tests/support/browser";
import { newLiveTenant } from "@/tests/support/live-tenant";

const stack = inject("stack");
const WANTED = "/runs?status=failed&range=week";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("who opens a page signed out comes back to it after signing in", async () => {
  const tenant = await newLiveTenant(stack, "Way Back");
  const { page, complaints } = await openPage(browser);
  await page.goto(`${stack.appUrl}${WANTED}`);
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(tenant.email);
  await page.getByLabel("Password", { exact: true }).fill(tenant.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${stack.appUrl}${WANTED}`);
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();

  // Signed in already, the sign-in page leads on at once, and never off this site.
  await page.goto(`${stack.appUrl}/sign-in?next=${encodeURIComponent("/settings/members")}`);
  await page.waitForURL(`${stack.appUrl}/settings/members`);
  for (const hostile of ["//evil.example/x", "/.//evil.example/x", "/\\evil.example/x"]) {
    await page.goto(`${stack.appUrl}/sign-in?next=${encodeURIComponent(hostile)}`);
    await page.waitForURL(`${stack.appUrl}/`);
  }
  expect(complaints).toEqual([]);
}, 120_000);

test("the page wanted first survives making an account", async () => {
  const { page } = await openPage(browser);
  const email = `back-${Date.now()}@acme.example`;
  await page.goto(`${stack.appUrl}${WANTED}`);
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("heading", { name: "Create your account" }).waitFor();
  await page.getByLabel("Your name").fill("Ann Lee");
  await page.getByLabel("Company").fill("Acme Soaps");
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("blue-Candle-window-77");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText(email).waitFor();
  const link = linkIn(await waitForMail(stack.mailboxUrl, email, /confirm/i), "/auth/confirm");
  expect(new URL(link).searchParams.get("next")).toBe(WANTED);
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL(`${stack.appUrl}${WANTED}`);
}, 120_000);

test("the page wanted first survives a forgotten password", async () => {
  const tenant = await newLiveTenant(stack, "Forgot Works");
  const { page } = await openPage(browser);
  await page.goto(`${stack.appUrl}${WANTED}`);
  await page.getByRole("link", { name: "Forgot the password?" }).click();
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await page.getByLabel("E-mail").fill(tenant.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("a mail with a link is on its way").waitFor();
  const mail = await waitForMail(stack.mailboxUrl, tenant.email, /password/i);
  await page.goto(linkIn(mail, "/auth/confirm"));
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByLabel("New password", { exact: true }).fill("green-Ladder-river-58");
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.waitForURL(`${stack.appUrl}${WANTED}`);
}, 120_000);
