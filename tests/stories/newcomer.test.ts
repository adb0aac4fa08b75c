import { createHmac, randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { linkIn, openBrowser, openPage, waitForMail } from "../support/browser.ts";

const { appUrl, mailboxUrl } = inject("stack");

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const signUp = async (page: Page, email: string) => {
  await page.goto(`${appUrl}/sign-up`);
  await page.getByLabel("Your name").fill("Nora Newcomer");
  await page.getByLabel("Company").fill("Northern Lights GmbH");
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("lantern-9-harbour-otter");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/check-mail");
  await page.goto(linkIn(await waitForMail(mailboxUrl, email, /confirm/i), "/auth/confirm"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL(`${appUrl}/welcome`);
};

const publishTemplate = async (page: Page) => {
  await page.goto(`${appUrl}/templates/big-orders`);
  await page.getByRole("button", { name: "Install and publish" }).click();
  await page.getByText("The workflow is live", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Open the workflow" }).click();
  await page
    .getByText(/version 1 is live/i)
    .first()
    .waitFor();
};

/** What a shop sends: a signed orders/create delivery at the address the page shows. */
const deliver = async (url: string, secret: string, totalPrice: string) => {
  const body = JSON.stringify({
    id: 820982911946154500n.toString(),
    name: "#1001",
    email: "jon@example.com",
    currency: "EUR",
    total_price: totalPrice,
    line_items: [{ title: "IPod Nano - 8GB", quantity: 1, price: totalPrice }],
  });
  return fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": "orders/create",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
    },
  });
};

test("a newcomer goes from sign-up to the finished run of a workflow of their own in under three minutes", async () => {
  const started = Date.now();
  const email = `nora-${Date.now()}@northern.example`;
  const { page, complaints } = await openPage(browser);
  await signUp(page, email);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBeTruthy();
  await publishTemplate(page);

  const secret = `shpss_${randomUUID()}`;
  await page.getByRole("button", { name: /Make a secret|Rotate the secret/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Secret of the sender").fill(secret);
  await dialog.getByRole("button", { name: /Make it|Rotate/ }).click();
  await dialog.getByText("The secret is ready").waitFor();
  await page.keyboard.press("Escape");
  const hookUrl =
    (
      await page
        .getByText(/\/api\/hooks\/[0-9a-f-]{36}/)
        .first()
        .textContent()
    )?.trim() ?? "";
  const answer = await deliver(hookUrl, secret, "1403.00");
  expect(answer.status).toBe(202);

  await page.goto(`${appUrl}/runs`);
  await page
    .getByRole("link", { name: /Tell me about big orders/ })
    .first()
    .click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.getByText("Succeeded", { exact: false }).first().waitFor({ timeout: 20_000 });
  expect(await waitForMail(mailboxUrl, email, /Order #1001 over 1403.00 EUR/)).toBeTruthy();
  expect(await waitForMail(mailboxUrl, email, /welcome/i)).toBeTruthy();
  expect((Date.now() - started) / 1000).toBeLessThan(180);
  expect(complaints).toEqual([]);
}, 180_000);
