import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage } from "../support/browser.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { keys, type Pair, startPair } from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
let pair: Pair;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
  pair = await startPair(await postgres.database(), (c) => [
    c.createFunction({ id: "naps", triggers: [{ event: "page/nap" }] }, async ({ step, event }) => {
      await step.run("<b>first</b>", () => ({ text: "<img src=x onerror=alert(1)>" }));
      if (event.data.wait) await step.sleep("long", "1h");
    }),
  ]);
}, 30_000);
afterAll(async () => {
  await pair.stop();
  await postgres.stop();
});

test("the page holds no data and no secret, and runs only its own scripts", async () => {
  const page = await fetch(pair.engineUrl());
  const text = await page.text();
  const policy = page.headers.get("content-security-policy") ?? "";
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect(text).toContain(`nonce="${nonce}" src="/page/client.mjs"`);
  expect(text).not.toContain(keys.token);
  expect(text).not.toContain("naps");
  const again = await (await fetch(pair.engineUrl())).text();
  expect(again).not.toContain(nonce);
  for (const path of ["page.ts", "..%2Foptions.ts", "style.ts", "nothing"])
    expect((await fetch(`${pair.engineUrl()}/page/${path}`)).status).toBe(404);
});

test("an operator gives the token, finds a run, cancels and replays it, and pauses its function", {
  timeout: 60_000,
}, async () => {
  await pair.ended(await pair.trigger("page/nap"));
  const id = await pair.trigger("page/nap", { wait: true, tenantId: "acme" });
  await pair.parked(id);
  await pair.call("POST", "/v0/connect/start");
  const browser = await openBrowser();
  try {
    const { page, complaints } = await openPage(browser, 390, 844);
    await page.goto(pair.engineUrl());
    await page.getByRole("textbox", { name: "Token" }).fill("not-the-token");
    await page.keyboard.press("Enter");
    await page.getByText("does not know this token").waitFor();
    await page.getByRole("textbox", { name: "Token" }).fill(keys.token);
    await page.keyboard.press("Enter");
    await page.getByLabel("Tenant id").fill("acme");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
    await page.getByLabel("Tenant id").blur();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByText("<b>first</b>").waitFor();
    await page.getByText("Result").click();
    await page.getByText("<img src=x onerror=alert(1)>").waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.locator("h1 .Cancelled").waitFor();
    expect((await pair.runsOf(id))[0]?.status).toBe("Cancelled");
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("Replay of").waitFor();
    expect(await pair.runsOf(id)).toHaveLength(2);
    await page.goBack();
    await page.getByRole("button", { name: "Rerun from <b>first</b>" }).press("Enter");
    await page.getByText("Replay of").waitFor();
    await expect.poll(async () => (await pair.runsOf(id)).length, { timeout: 15_000 }).toBe(3);
    await page.keyboard.press("2");
    await page.getByText("serve the functions over HTTP").waitFor();
    await page.getByRole("button", { name: "Pause naps" }).click();
    await page.getByRole("button", { name: "Resume naps" }).waitFor();
    const { body } = await pair.api("GET", "/api/functions");
    expect(body.data[0].pausedAt).toEqual(expect.any(String));
    const overflow = "document.documentElement.scrollWidth - innerWidth";
    expect(await page.evaluate(overflow)).toBe(0);
    expect(complaints.filter((one) => !one.includes("401"))).toEqual([]);
  } finally {
    await browser.close();
  }
});
