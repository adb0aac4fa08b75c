import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { linkIn, listening, openBrowser, openPage, waitForMail } from "@/tests/support/browser";
import { publishExample } from "./pages";

const stack = inject("stack");

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("from sign-up to the first succeeded run, without a complaint of the browser", async () => {
  const { page, complaints } = await openPage(browser);
  const email = `first-${Date.now()}@acme.example`;
  await page.goto(`${stack.appUrl}/sign-up`);
  await page.getByLabel("Your name").fill("Ann Lee");
  await page.getByLabel("Company").fill("Acme Soaps");
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("blue-Candle-window-77");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText(email).waitFor();

  const link = linkIn(await waitForMail(stack.mailboxUrl, email, /confirm/i), "/auth/confirm");
  // A scanner opens the link first; the token is still good afterwards.
  await fetch(link);
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.getByRole("heading", { name: "Your company" }).waitFor();
  await listening(page);
  await page.getByRole("button", { name: "Go on later" }).click();
  await page.getByText("Make your first workflow").waitFor();

  await publishExample(page, stack.appUrl, /big orders/);
  await page.getByRole("button", { name: "Make a secret" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("button", { name: "I have stored it" }).click();
  await page.getByRole("button", { name: "Send a sample order" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.getByRole("main").getByText("Succeeded").first().waitFor();
  expect(await page.getByRole("region", { name: "Timeline" }).getByRole("button").count()).toBe(2);
  expect(complaints).toEqual([]);
}, 120_000);

test("a wrong password and an unknown address are told the same", async () => {
  const { page } = await openPage(browser);
  await page.goto(`${stack.appUrl}/sign-in`);
  await page.getByLabel("E-mail").fill("nobody@acme.example");
  await page.getByLabel("Password", { exact: true }).fill("whatever-it-is-9");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The e-mail address or the password is not right.").waitFor();
}, 60_000);

test("a used confirmation link says so and offers a new mail", async () => {
  const { page } = await openPage(browser);
  await page.goto(`${stack.appUrl}/auth/confirm?token_hash=${"0".repeat(56)}&type=signup`);
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.getByText(/used already or is too old/).waitFor();
  await page.getByRole("link", { name: "Send a new mail" }).waitFor();
}, 60_000);
