import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { publish, runIn } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { settled, signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");

/** Two runs that failed for the same reason, and the pages about them. */
const failures = async (tenant: LiveTenant) => {
  const workflowId = await publish(tenant, {
    schemaVersion: 1,
    name: "Divide by nothing",
    trigger: { type: "manual", fields: [] },
    steps: [{ id: "divide", type: "transform", with: { value: "{{ 10 / size([]) }}" } }],
  });
  const ids: string[] = [];
  for (let n = 0; n < 2; n++) {
    const { body } = await tenant.api<{ runId: string }>(
      "POST",
      `/workflows/${workflowId}/run`,
      {},
    );
    ids.push((await runIn(tenant, body.runId, "failed")).id);
  }
  const [a = "", b = ""] = ids;
  const { body } = await tenant.api<{ data: { group: string }[] }>("GET", "/dead-letters/groups");
  return [
    "/dead-letters",
    "/dead-letters?state=discarded",
    `/dead-letters/${body.data[0]?.group}`,
    "/runs?status=failed&range=day",
    "/runs?status=cancelled",
    `/runs/${b}`,
    `/runs/${b}?tab=canvas`,
    `/runs/${b}?tab=log`,
    `/runs/${b}?tab=trigger`,
    `/runs/${b}/compare?with=${a}`,
    `/runs/${b}/compare`,
  ];
};

let browser: Browser;
let tenant: LiveTenant;
let paths: string[];
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Axe Failures");
  paths = await failures(tenant);
}, 60_000);
afterAll(() => browser.close());

const SCREENS = [
  { width: 1440, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
] as const;

test.for(SCREENS)(
  "nobody stumbles over failures at $width px in $colorScheme",
  { timeout: 360_000 },
  async ({ width, colorScheme }) => {
    const { page, complaints } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await signIn(page, stack.appUrl, tenant);
    const found: Record<string, string[]> = {};
    for (const path of paths) {
      await page.goto(`${stack.appUrl}${path}`, { waitUntil: "load" });
      await page.getByRole("heading", { level: 1 }).waitFor();
      await settled(page);
      const stumbled = await stumbles(page);
      if (stumbled.length > 0) found[path] = stumbled;
    }
    expect(found).toEqual({});
    expect(complaints.filter((line) => !line.includes("404"))).toEqual([]);
  },
);
