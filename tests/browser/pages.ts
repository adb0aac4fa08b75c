import type { Page } from "playwright-core";

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
};

/** Makes a workflow from one of the examples and publishes it; ends on its page. */
export const publishExample = async (page: Page, appUrl: string, name: RegExp) => {
  await page.goto(`${appUrl}/workflows/new`);
  await page.getByRole("button", { name }).click();
  await page.getByText("ready to publish").waitFor();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByText("Version 1 is live", { exact: true }).waitFor();
};
