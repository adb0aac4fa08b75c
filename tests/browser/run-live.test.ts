import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { startCapture } from "@/tests/support/capture";
import { publish } from "@/tests/support/journey";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";

const stack = inject("stack");
const PATIENCE = { timeout: 40_000 };

let browser: Browser;
let slow: Awaited<ReturnType<typeof startCapture>>;
let tenant: LiveTenant;
let workflowId: string;
/** Lets the requests that hang go on. */
let release: () => void = () => {};
let held = Promise.resolve();

beforeAll(async () => {
  browser = await openBrowser();
  slow = await startCapture(async () => {
    await held;
    return { body: '{"done":true}' };
  }, stack.capturePorts);
  tenant = await newLiveTenant(stack, "Live Works");
  workflowId = await publish(tenant, {
    schemaVersion: 1,
    name: "Wait for the other side",
    trigger: { type: "manual", fields: [] },
    steps: [
      { id: "ask", name: "Ask", type: "http.request", with: { method: "GET", url: slow.url } },
      {
        id: "shape",
        name: "Shape",
        type: "transform",
        needs: ["ask"],
        with: { value: "{{ steps.ask.output.body.done }}" },
      },
    ],
  });
}, 60_000);
afterAll(async () => {
  release();
  await browser.close();
  await slow.close();
});

/** A run whose first step hangs until `release`, on its page. */
const openHanging = async (before: (page: Page) => Promise<unknown>) => {
  held = new Promise((resolve) => {
    release = resolve;
  });
  const { page } = await openPage(browser);
  await signIn(page, stack.appUrl, tenant);
  await before(page);
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${workflowId}/run`, {});
  await page.goto(`${stack.appUrl}/runs/${body.runId}`);
  await page.getByRole("main").getByText("Running").first().waitFor(PATIENCE);
  return page;
};

const values = async (page: Page) => {
  await page.getByRole("main").getByText("Succeeded").first().waitFor(PATIENCE);
  await page.getByRole("button", { name: /Shape/ }).click();
  await page.getByRole("tab", { name: "Output" }).click();
  await page.getByRole("region", { name: "Step Shape" }).getByText("true").waitFor(PATIENCE);
};

test("a run is followed by its stream, with the values of the steps that ended", async () => {
  const page = await openHanging(async () => {});
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
  release();
  await values(page);
  const seen = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .some(({ name }) => new URL(name).pathname.endsWith("/stream")),
  );
  expect(seen).toBe(true);
}, 120_000);

test("without the stream the run is followed by asking, and a cut line is told and mended", async () => {
  const page = await openHanging((fresh) => fresh.route("**/stream", (route) => route.abort()));
  await page.getByText("Followed by asking").waitFor(PATIENCE);
  await page.context().setOffline(true);
  await page.getByText("Not up to date: the server does not answer").waitFor(PATIENCE);
  await page.context().setOffline(false);
  await page.getByText("Followed by asking").waitFor(PATIENCE);
  release();
  await values(page);
}, 120_000);
