import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { linkIn, openBrowser, openPage, waitForMail } from "@/tests/support/browser";
import { eventually } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { settled, signIn } from "./pages";
import { stumbles, violations } from "./stumbles";

const stack = inject("stack");

let browser: Browser;
let tenant: LiveTenant;
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Harbour Tea");
  await tenant.api("PUT", "/brand", {
    name: "Harbour Tea",
    logo: "",
    accent: "#5b2a86",
    address: "Harbour Tea, 12 Harbour Road, Dublin",
    replyTo: "",
    locale: "en",
  });
}, 60_000);
afterAll(() => browser.close());

const sequence = (name: string) => ({
  schemaVersion: 1,
  name,
  category: "product",
  entry: { reentry: "never" },
  holdout: 0,
  window: { from: "00:00", to: "00:00" },
  steps: [
    {
      key: "hello",
      type: "mail",
      when: { day: 0 },
      content: {
        subject: "Hello {{ person.firstName }}",
        preview: "",
        body: "# Hello {{ person.firstName }}\n\nThe first tea is on us.",
      },
    },
    {
      key: "later",
      type: "mail",
      when: { day: 3, at: "09:30" },
      content: { subject: "Still thirsty?", preview: "", body: "# Still thirsty?" },
    },
  ],
});

const SCREENS = [
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

test("a sequence is made, written, foreseen and published, and its mail can be unsubscribed with one click", async () => {
  const { page, complaints } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/sequences`);
  await page.getByText("No sequences yet").waitFor();
  await page.getByRole("link", { name: "New sequence" }).first().click();
  await page.getByRole("button", { name: /^Blank/ }).click();
  await page.waitForURL(/\/sequences\/[0-9a-f-]{36}$/);
  await page.getByLabel("Subject", { exact: true }).fill("");
  await page.getByRole("region", { name: "Problems" }).waitFor();
  await page.getByLabel("Subject", { exact: true }).fill("Welcome to the harbour");
  await page.getByRole("region", { name: "Problems" }).waitFor({ state: "detached" });
  await page.getByTitle("Preview of “Welcome to the harbour”").waitFor();
  await page.getByRole("link", { name: "Timeline" }).click();
  await page.getByRole("button", { name: "Show the timeline" }).click();
  await page.getByText("Welcome to the harbour").first().waitFor();
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByRole("table", { name: "Steps" }).waitFor({ timeout: 45_000 });
  expect(await stumbles(page)).toEqual([]);
  await page.getByRole("link", { name: "Editor" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await page.getByText("version 1 is live").first().waitFor();
  // The preview of a mail without a subject is refused, and the page says so.
  expect(complaints.filter((line) => !line.includes("422"))).toEqual([]);
}, 120_000);

test("marketing without a postal address is not published; the page says where to add it, and then it is", async () => {
  const bare = await newLiveTenant(stack, "Harbour Coffee");
  const { body } = await bare.api<{ id: string }>("POST", "/sequences", {
    definition: sequence("Coffee club"),
  });
  const told = /Add it under Settings, Mail/;
  for (const { width, colorScheme } of SCREENS) {
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await signIn(page, stack.appUrl, bare);
    await page.goto(`${stack.appUrl}/sequences`);
    await page.getByText("1 problem").first().waitFor();
    await page.goto(`${stack.appUrl}/sequences/${body.id}`);
    const problems = page.getByRole("region", { name: "Problems" });
    await problems.getByRole("link", { name: told }).waitFor();
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("link", { name: told }).waitFor();
    expect(await dialog.getByRole("button", { name: "Publish" }).isDisabled()).toBe(true);
    expect(await stumbles(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }
  expect((await bare.api("POST", `/sequences/${body.id}/publish`)).status).toBe(422);
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, bare);
  await page.goto(`${stack.appUrl}/sequences/${body.id}`);
  await page.getByRole("link", { name: told }).click();
  await page.waitForURL(/\/settings\/mail$/);
  await page.getByLabel("Postal address").fill("12 Harbour Road, Dublin");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.goto(`${stack.appUrl}/sequences/${body.id}`);
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByText("version 1 is live").first().waitFor();
}, 180_000);

test("a mail says why it came, one click stops it, and the log tells why the next one did not go", async () => {
  const email = `reader-${Date.now()}@inbox.test`;
  const contact = await tenant.api<{ id: string }>("POST", "/contacts", {
    email,
    name: "Ada Lovelace",
    consent: { basis: "opt-in" },
  });
  const made = await tenant.api<{ id: string }>("POST", "/sequences", {
    definition: sequence("Tea club"),
  });
  const { id } = made.body;
  expect((await tenant.api("POST", `/sequences/${id}/publish`, {})).status).toBe(200);
  const entered = await tenant.api<{ entered: string[] }>("POST", "/enrolments", {
    sequenceId: id,
    contactIds: [contact.body.id],
  });
  const [enrolment = ""] = entered.body.entered;
  // The sweep of the minute may have just passed.
  const mail = await eventually(
    "the mail",
    () => waitForMail(stack.mailboxUrl, email, /^Hello Ada/).catch(() => undefined),
    100_000,
  );
  expect(mail.text).toContain("12 Harbour Road");
  const link = linkIn(mail, "/unsubscribe/");
  for (const { width, colorScheme } of SCREENS) {
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await page.goto(link);
    await page.getByRole("heading", { name: "Stop these mails?" }).waitFor();
    expect(await stumbles(page)).toEqual([]);
    await page.getByRole("link", { name: "Choose which mails you get" }).click();
    await page.getByRole("heading", { name: "Mails from Harbour Tea" }).waitFor();
    expect(await stumbles(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }
  const contactNow = () =>
    tenant.api<{ preferences: Record<string, boolean> }>("GET", `/contacts/${contact.body.id}`);
  expect((await contactNow()).body.preferences).toMatchObject({ product: true });
  const { page } = await openPage(browser);
  await page.goto(link);
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await page.getByText("You are unsubscribed").waitFor();
  expect((await contactNow()).body.preferences).toMatchObject({ product: false });
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/sequences/${id}/people/${enrolment}`);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByRole("table", { name: "Decisions in order" }).textContent();
      },
      { timeout: 100_000, interval: 3000 },
    )
    .toMatch(/Left[\s\S]*unsubscribed/i);
  expect(await stumbles(page)).toEqual([]);
}, 300_000);

test("links that are forged or broken show one page and tell nothing", async () => {
  const { page } = await openPage(browser, 390);
  for (const token of ["x", "A".repeat(88), "..%2f..", "%00", "é".repeat(50)]) {
    for (const place of ["unsubscribe", "preferences"]) {
      await page.goto(`${stack.appUrl}/${place}/${encodeURIComponent(token)}`);
      await page.getByRole("heading", { name: "This link leads nowhere" }).waitFor();
    }
    const answer = await fetch(`${stack.appUrl}/api/unsubscribe/${encodeURIComponent(token)}`, {
      method: "POST",
    });
    expect(answer.status, token).toBe(404);
  }
  expect(await stumbles(page)).toEqual([]);
}, 120_000);

test.for(SCREENS)(
  "nobody stumbles over sequences, contacts and mail settings at $width px in $colorScheme",
  { timeout: 240_000 },
  async ({ width, colorScheme }) => {
    const made = await tenant.api<{ id: string }>("POST", "/sequences", {
      definition: sequence(`Look ${width}`),
    });
    const contact = await tenant.api<{ id: string }>("POST", "/contacts", {
      email: `look-${width}@inbox.test`,
      name: "Grace Hopper",
      properties: { plan: "pro" },
    });
    await tenant.api("POST", "/suppressions", { email: `gone-${width}@inbox.test` });
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await signIn(page, stack.appUrl, tenant);
    const found: Record<string, string[]> = {};
    const of = `/sequences/${made.body.id}`;
    for (const path of [
      "/sequences",
      "/sequences/new",
      of,
      `${of}/timeline`,
      `${of}/people`,
      `${of}/results`,
      "/contacts",
      `/contacts/${contact.body.id}`,
      "/contacts/suppressed",
      "/settings/mail",
    ]) {
      await page.goto(`${stack.appUrl}${path}`, { waitUntil: "load" });
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await settled(page);
      const stumbled = await stumbles(page);
      if (stumbled.length > 0) found[path] = stumbled;
    }
    expect(found).toEqual({});
    expect(complaints).toEqual([]);
  },
);

test("G10: no mail of the house, in any language, makes its reader stumble", {
  timeout: 240_000,
}, async () => {
  const { page } = await openPage(browser, 600);
  const { body } = await tenant.api<{ data: { key: string }[] }>("GET", "/mail-templates");
  const found: Record<string, string[]> = {};
  for (const { key } of body.data)
    for (const locale of ["en", "de"]) {
      const mail = await tenant.api<{ html: string }>(
        "GET",
        `/mail-templates/${key}?locale=${locale}`,
      );
      await page.setContent(mail.body.html);
      const grave = (await violations(page)).filter(({ impact }) =>
        /critical|serious/.test(impact ?? ""),
      );
      if (grave.length > 0) found[`${key} ${locale}`] = grave.map(({ id }) => id);
    }
  expect(found).toEqual({});
});
