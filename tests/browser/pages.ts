import type { Page } from "playwright-core";
import { listening } from "@/tests/support/browser";

/** A finished, workflow-less new company behind the page: signs in through the form. */
export const signIn = async (
  page: Page,
  appUrl: string,
  { email, password }: { email: string; password: string },
) => {
  await page.goto(`${appUrl}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${appUrl}/`);
  await listening(page);
};

/** Installs a template with what its form offers and publishes it; ends on the workflow's page. */
export const publishExample = async (page: Page, appUrl: string, name: RegExp) => {
  await page.goto(`${appUrl}/templates`);
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("button", { name: "Install and publish" }).click();
  await page.getByText("The workflow is live", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Open the workflow" }).click();
  await page
    .getByText(/version 1 is live/i)
    .first()
    .waitFor();
};

/** Waits until what the page asked for is there: no skeleton is left, and its fonts are drawn. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () => !document.querySelector('[aria-busy="true"]') && document.fonts.status === "loaded",
  );
};
