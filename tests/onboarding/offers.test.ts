import { expect } from "vitest";
import { firstWorkflows } from "@/app/(dashboard)/welcome/offers";
import { POST as WORKFLOW } from "@/app/api/v1/onboarding/workflow/route";
import { Source } from "@/lib/domain/onboarding/schema";
import { Industry } from "@/lib/domain/tenants/schema";
import { newOwner } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const CASES = [null, ...Industry.options].flatMap((industry) =>
  [undefined, ...Source.options].map((source) => ({ industry, source })),
);

test("every company is offered three templates, each with its reason", () => {
  for (const about of CASES) {
    const offers = firstWorkflows(about);
    expect(new Set(offers.map(({ template }) => template.id)).size).toBe(3);
    for (const { reason } of offers)
      expect(reason).toMatch(/^(Because you use|Because it is made for|Often wanted in) .+\.$/);
  }
});

test("what a company uses or does is named as the reason", () => {
  const [first] = firstWorkflows({ industry: "commerce", source: "stripe" });
  expect(first?.reason).toBe("Because you use Stripe, and it is made for commerce.");
});

test("who points a webhook here is offered a workflow that listens to it first", () => {
  for (const industry of [null, ...Industry.options])
    for (const source of ["shopify", "stripe", "generic"]) {
      const [first] = firstWorkflows({ industry, source });
      expect(first?.template.trigger).toMatchObject({ type: "webhook", provider: source });
    }
});

test("the first offer goes live with nothing but what is known: the address and the zone", async ({
  database: _,
}) => {
  const firsts = new Map(
    CASES.flatMap((about) => {
      const [offer] = firstWorkflows(about);
      return offer ? [[offer.template.id, offer.template] as const] : [];
    }),
  );
  expect(firsts.size).toBeGreaterThan(2);
  for (const { id, needs } of firsts.values()) {
    const owner = await newOwner();
    const values = needs.flatMap(({ name, type }) =>
      type === "email" ? [[name, owner.email]] : type === "time zone" ? [[name, "UTC"]] : [],
    );
    const body = { template: id, values: Object.fromEntries(values) };
    const answer = await WORKFLOW(owner.request("POST", body), params());
    expect([id, answer.status]).toEqual([id, 200]);
    expect(await answer.json()).toMatchObject({ at: "company", picked: { template: id } });
  }
});
