import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/** The shell first: a page of its own costs a third of what it costs in the whole browser, and the engine is the same. */
const CANDIDATES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The machine's own Chromium; nothing is downloaded. */
export const openBrowser = (): Promise<Browser> => {
  const executablePath = CANDIDATES.find(existsSync);
  if (!executablePath)
    throw new Error(
      "Browser tests need Chromium: install the package `chromium-headless-shell` or `chromium`.",
    );
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
};

/**
 * Waits until React listens at every button and field of the page: a click or key that comes earlier is lost. A page that is
 * not the app's own (mailbox, engine) listens at once.
 */
export const listening = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () =>
      !("__next_f" in window) ||
      Array.from(document.querySelectorAll("button, input:not([type=hidden])")).every((place) =>
        Object.keys(place).some((key) => key.startsWith("__reactProps$")),
      ),
  );
};

/**
 * A page in a fresh profile that collects what a person would never see: script errors and refused content. Its
 * `goto` and `reload` come back when the page listens.
 */
export const openPage = async (
  browser: Browser,
  width = 1440,
  height = 900,
): Promise<{ page: Page; complaints: string[] }> => {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Nothing is pressed before it stands still, and turning wheels cost a processor.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const { goto, reload } = page;
  page.goto = async (...args) => {
    const answer = await goto.apply(page, args);
    await listening(page);
    return answer;
  };
  page.reload = async (...args) => {
    const answer = await reload.apply(page, args);
    await listening(page);
    return answer;
  };
  return { page, complaints };
};

type Mail = { id: string; to: string; subject: string; html: string; text: string };

/** Waits for the newest mail to `to` whose subject matches, up to half a minute. */
export const waitForMail = async (
  mailboxUrl: string,
  to: string,
  subject: RegExp,
): Promise<Mail> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = (await (
      await fetch(`${mailboxUrl}/api/messages?to=${encodeURIComponent(to)}&limit=50`)
    ).json()) as { data: Mail[] };
    const mail = answer.data.find((candidate) => subject.test(candidate.subject));
    if (mail) return mail;
    if (Date.now() > deadline)
      throw new Error(
        `no mail to ${to} with subject ${subject}: ${answer.data.map((m) => m.subject).join(", ")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** The first link of a mail whose address contains `part`. */
export const linkIn = (mail: Mail, part: string): string => {
  const link = mail.text.match(/https?:\/\/\S+/g)?.find((candidate) => candidate.includes(part));
  if (!link) throw new Error(`no link with ${part} in: ${mail.text}`);
  return link.replace(/[).,>\]]+$/, "");
};
