import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { publish } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { settled, signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");
const PATIENCE = { timeout: 30_000 };

let browser: Browser;
let tenant: LiveTenant;
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Choosers");
  for (const name of ["Alpha", "Beta", "Gamma"]) await publish(tenant, definition(name));
  await tenant.api("POST", "/workflows", { definition: definition("Plan") });
  for (const name of ["ada", "bob", "eve"])
    await tenant.api("POST", "/contacts", { email: `${name}@example.com`, name });
}, 120_000);
afterAll(() => browser.close());

const definition = (name: string) => ({
  schemaVersion: 1,
  name,
  trigger: { type: "manual", fields: [] },
  steps: [{ id: "one", type: "transform", with: { value: 1 } }],
});

const SCREENS = [
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

const open = async (path: string, width?: number) => {
  const { page, complaints } = await openPage(browser, width);
  page.setDefaultTimeout(30_000);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}${path}`);
  return { page, complaints };
};

const bar = (page: Page) => page.getByRole("region", { name: "With the chosen rows" });
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
const box = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });

const states = async (): Promise<Record<string, string>> => {
  const all = await Promise.all(
    ["", "?status=archived"].map((query) =>
      tenant.api<{ data: { name: string; status: string }[] }>("GET", `/workflows${query}`),
    ),
  );
  return Object.fromEntries(
    all.flatMap(({ body }) => body.data.map(({ name, status }) => [name, status])),
  );
};

test("by mouse workflows are chosen, paused together, and the draft among them is left and told", async () => {
  const { page, complaints } = await open("/workflows?sort=name");
  await box(page, "Choose Alpha").click();
  await box(page, "Choose Gamma").click({ modifiers: ["Shift"] });
  await bar(page).getByText("3 workflows chosen").waitFor();
  await box(page, "Choose every workflow of this page").click();
  await bar(page).getByText("4 workflows chosen").waitFor();
  await bar(page).getByRole("button", { name: "Pause" }).click();
  await page.getByText("3 workflows were paused").waitFor();
  await page.getByText("Left as it is: 1 draft.").waitFor();
  await bar(page).waitFor({ state: "detached" });
  const PAUSED = { Alpha: "paused", Beta: "paused", Gamma: "paused", Plan: "draft" };
  expect(await states()).toEqual(PAUSED);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("3 workflows are live again").waitFor();
  expect(await states()).toEqual({ Alpha: "live", Beta: "live", Gamma: "live", Plan: "draft" });
  expect(complaints).toEqual([]);
  await page.context().close();
}, 120_000);

test("by keyboard workflows are chosen, exported as one file, archived and brought back", async () => {
  const { page, complaints } = await open("/workflows?sort=name");
  for (const key of ["j", "x", "j", "j", "Shift+X"]) await page.keyboard.press(key);
  await bar(page).getByText("3 workflows chosen").waitFor();
  await page.keyboard.press("Escape");
  await bar(page).waitFor({ state: "detached" });
  for (const key of ["x", "k", "x"]) await page.keyboard.press(key);
  await bar(page).getByText("2 workflows chosen").waitFor();

  const waiting = page.waitForEvent("download");
  await bar(page).getByRole("button", { name: "Export" }).press("Enter");
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("2-workflows.workflow.json");
  const file = await readFile(await download.path(), "utf8");
  expect(JSON.parse(file)).toEqual({ workflows: [definition("Beta"), definition("Gamma")] });

  await bar(page).getByRole("button", { name: "Archive" }).press("Enter");
  await page.getByText("2 workflows were archived").waitFor();
  await expect.poll(() => focused(page), PATIENCE).toBe("Workflows");
  expect(await states()).toMatchObject({ Beta: "archived", Gamma: "archived" });
  await page.goto(`${stack.appUrl}/workflows?status=archived`);
  await page.locator("a[data-row]").first().waitFor();
  await box(page, "Choose every workflow of this page").press("Space");
  await bar(page).getByRole("button", { name: "Restore" }).press("Enter");
  await page.getByText("2 workflows are back as drafts").waitFor();

  await page.goto(`${stack.appUrl}/workflows/new`);
  await page.getByLabel("Workflow file").setInputFiles({
    name: download.suggestedFilename(),
    mimeType: "application/json",
    buffer: Buffer.from(file),
  });
  await page.getByText("2 drafts imported").waitFor();
  await page.waitForURL(`${stack.appUrl}/workflows`);
  await expect.poll(() => page.locator("a[data-row]").count(), PATIENCE).toBe(6);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 120_000);

test("contacts are chosen, put into a sequence, exported alone and suppressed together", async () => {
  const mail = { subject: "Hello", preview: "", body: "Reports come on Mondays." };
  const { body } = await tenant.api<{ id: string }>("POST", "/sequences", {
    definition: {
      schemaVersion: 1,
      name: "Reports",
      category: "notification",
      entry: { reentry: "never" },
      holdout: 0,
      window: { from: "00:00", to: "00:00" },
      steps: [{ key: "hello", type: "mail", when: { day: 5, at: "09:30" }, content: mail }],
    },
  });
  expect((await tenant.api("POST", `/sequences/${body.id}/publish`, {})).status).toBe(200);
  const { page, complaints } = await open("/contacts?sort=email");
  // The page hears keys a moment after its buttons listen.
  const toFirst = async () => {
    await page.keyboard.press("j");
    return page.evaluate(() => document.activeElement?.hasAttribute("data-row"));
  };
  await expect.poll(toFirst, PATIENCE).toBe(true);
  for (const key of ["x", "j", "x"]) await page.keyboard.press(key);
  await bar(page).getByRole("button", { name: "Put into a sequence" }).click();
  await page.getByRole("dialog").getByLabel("Sequence", { exact: true }).selectOption("Reports");
  await page.getByRole("button", { name: "Let 2 contacts in" }).click();
  await page.getByText("2 contacts entered “Reports”").waitFor();

  await box(page, "Choose bob").click();
  await box(page, "Choose eve").click();
  await bar(page).getByRole("button", { name: "Export" }).click();
  const waiting = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV for spreadsheets" }).click();
  const lines = (await readFile(await (await waiting).path(), "utf8")).trimEnd().split("\r\n");
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([
    "bob@example.com",
    "eve@example.com",
  ]);

  await bar(page).getByRole("button", { name: "Suppress" }).click();
  await page.getByLabel("Why").fill("Asked by phone");
  await page.getByRole("button", { name: "Suppress 2 contacts" }).click();
  await page.getByText("Nothing more is sent to 2 contacts").waitFor();
  await expect.poll(() => focused(page), PATIENCE).toBe("Contacts");
  await expect.poll(() => page.getByText("Suppressed: by hand").count(), PATIENCE).toBe(2);
  const inside = `/enrolments?sequenceId=${body.id}&status=active`;
  const left = await tenant.api<{ data: { contact: { name: string } }[] }>("GET", inside);
  expect(left.body.data.map(({ contact }) => contact.name)).toEqual(["ada"]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 120_000);

test.for(SCREENS)(
  "nobody stumbles over what is chosen at $width px in $colorScheme",
  { timeout: 120_000 },
  async ({ width, colorScheme }) => {
    const { page } = await open("/workflows", width);
    await page.emulateMedia({ colorScheme });
    const found: Record<string, string[]> = {};
    const look = async (state: string) => {
      await settled(page);
      found[state] = await stumbles(page);
    };
    await box(page, "Choose Alpha").click();
    await bar(page).waitFor();
    await look("workflows");
    await page.goto(`${stack.appUrl}/contacts`);
    await box(page, "Choose every contact of this page").click();
    await bar(page).waitFor();
    await look("contacts");
    for (const verb of ["Put into a sequence", "Suppress"]) {
      await bar(page).getByRole("button", { name: verb }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Not now" }).waitFor();
      await page.getByText("Looking for live sequences").waitFor({ state: "detached" });
      await look(verb);
      await page.getByRole("button", { name: "Not now" }).click();
    }
    expect(found).toEqual({ workflows: [], contacts: [], "Put into a sequence": [], Suppress: [] });
    await page.context().close();
  },
);
