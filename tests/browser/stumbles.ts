import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** axe's rules up to WCAG 2.2 AA. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds in the page as it stands. Mails are shown in frames where nothing can run, axe neither; they are looked at by
 * themselves.
 */
export const violations = async (page: Page): Promise<axe.Result[]> => {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async (values) => {
    const context = { exclude: ['iframe[sandbox=""]'] };
    const runOnly = { type: "tag" as const, values };
    const found = await window.axe.run(context, { runOnly, resultTypes: ["violations"] });
    return found.violations;
  }, TAGS);
};

/** What a reader of the page would stumble over: what axe finds, and a page wider than the screen. */
export const stumbles = async (page: Page): Promise<string[]> => {
  const found = await violations(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`),
    ...(overflow > 0 ? [`${overflow} px wider than the screen`] : []),
  ];
};

declare global {
  interface Window {
    axe: typeof axe;
  }
}
