import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/**
 * What a reader of the page would stumble over: axe's rules up to WCAG 2.2 AA, and a page wider than the screen. Mails are
 * shown in frames where nothing can run, axe neither; they are looked at by themselves.
 */
export const stumbles = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page })
    .exclude('iframe[sandbox=""]')
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`),
    ...(overflow > 0 ? [`${overflow} px wider than the screen`] : []),
  ];
};
