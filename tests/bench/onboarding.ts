import type { Browser } from "playwright-core";
import { linkIn, openBrowser, openPage, waitForMail } from "../support/browser.ts";
import type { Bench, Section } from "./bench.ts";

const NEWCOMERS = 20;

/** A person reads and types; that long after each page has come. */
const READS_MS = 1500;

type Seconds = { demo: number; real: number; samples: number; resume: number };

const since = (startedMs: number) => (performance.now() - startedMs) / 1000;

/**
 * One newcomer from the empty sign-up form: the confirmed address, the company, samples until the first of them has run (`demo`),
 * then a template until its first run has ended well (`real`). `samples` counts from the click, `resume` from opening
 * the wizard on a second device until its step is there.
 */
const newcomer = async ({ stack }: Bench, browser: Browser, n: number): Promise<Seconds> => {
  const { app, mailbox } = stack.urls;
  const { page } = await openPage(browser);
  const email = `newcomer-${Date.now()}-${n}@bench.example`;
  const read = () => page.waitForTimeout(READS_MS);
  await page.goto(`${app}/sign-up`);
  const started = performance.now();
  await page.getByLabel("Your name").fill("Nora Newcomer");
  await page.getByLabel("Company").fill(`Company ${n}`);
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("lantern-9-harbour-otter");
  await read();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/check-mail");
  await page.goto(linkIn(await waitForMail(mailbox, email, /confirm/i), "/auth/confirm"));
  await read();
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.getByRole("heading", { name: "Your company" }).waitFor();
  await read();
  await page.getByLabel("Industry").selectOption(["commerce", "hospitality"][n % 2] ?? "");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("heading", { name: "Where do your events come from?" }).waitFor();
  await read();
  const clicked = performance.now();
  await page.getByRole("button", { name: "Send sample data" }).click();
  await page.getByRole("list", { name: "Runs" }).getByText("Succeeded").first().waitFor();
  const [demo, samples] = [since(started), since(clicked)];
  await read();
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await page.getByRole("heading", { name: "Your first workflow" }).waitFor();
  const resume = await onAnotherDevice(browser, app, email);
  await read();
  await page.getByRole("button", { name: "Publish it" }).click();
  await page.getByRole("heading", { name: "See it run" }).waitFor();
  await read();
  await page.getByRole("button", { name: "Run it with sample values" }).click();
  await page.getByRole("list", { name: "Runs" }).getByText("Succeeded").first().waitFor();
  const real = since(started);
  await page.context().close();
  return { demo, real, samples, resume };
};

const onAnotherDevice = async (browser: Browser, app: string, email: string) => {
  const { page } = await openPage(browser, 390, 844);
  await page.goto(`${app}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("lantern-9-harbour-otter");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${app}/`);
  const started = performance.now();
  await page.goto(`${app}/welcome`, { waitUntil: "commit" });
  await page.getByRole("heading", { name: "Your first workflow" }).waitFor();
  const seconds = since(started);
  await page.context().close();
  return seconds;
};

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Scripted newcomers, one after the other, in a real browser: how long until there is something to see. */
export const onboardingFigures: Section = async (bench) => {
  const browser = await openBrowser();
  const all: Seconds[] = [];
  try {
    for (let n = 0; n < NEWCOMERS; n++) all.push(await newcomer(bench, browser, n));
  } finally {
    await browser.close();
  }
  const of = (key: keyof Seconds) => median(all.map((one) => one[key]));
  return [
    { id: "onboarding.first-value.demo.seconds", value: of("demo"), unit: "s", aim: "<= 120" },
    { id: "onboarding.first-value.real.seconds", value: of("real"), unit: "s", aim: "<= 300" },
    { id: "onboarding.samples.first-run.seconds", value: of("samples"), unit: "s", aim: "<= 3" },
    { id: "onboarding.resume.seconds", value: of("resume"), unit: "s", aim: "<= 1" },
  ];
};
