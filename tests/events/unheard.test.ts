import { expect, test } from "vitest";
import { functions } from "@/inngest/index";
import { UNHEARD } from "@/lib/infra/events/catalogue";

type Config = {
  triggers?: { event?: string; cron?: string }[];
  cancel?: { event: string }[];
};

test("no event that is not handed on would start or cancel anything", () => {
  const configs = functions.flatMap((one) => {
    const given = { baseUrl: new URL("http://127.0.0.1/api/inngest"), appPrefix: "steward" };
    return (one as unknown as { getConfig: (given: object) => Config[] }).getConfig(given);
  });
  const heard = configs.flatMap(({ triggers = [], cancel = [] }) =>
    [...triggers, ...cancel].map(({ event }) => event),
  );
  expect(heard).toContain("workflows/run.requested");
  expect(heard).toContain("workflows/run.cancelled");
  expect(heard.filter((name) => name !== undefined && UNHEARD.has(name))).toEqual([]);
});
