import { expect } from "vitest";
import { GET } from "@/app/api/v1/step-kinds/route";
import { Trigger } from "@/lib/domain/workflows/definition/schema";
import { StepKindList } from "@/lib/domain/workflows/step-kinds/schema";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import { params, test } from "@/tests/support/test";

test("every step kind and trigger is told with its form, its documentation and what it gives", async ({
  tenant,
}) => {
  const response = await GET(tenant.request("GET"), params());
  expect(response.status).toBe(200);
  const { data, triggers } = StepKindList.parse(await response.json());
  expect(data.map(({ type }) => type)).toEqual(Object.keys(stepKinds));
  for (const { type, docs, summary, icon, inputSchema, outputSchema } of data) {
    expect(inputSchema, type).toMatchObject({ type: "object", properties: expect.any(Object) });
    expect(outputSchema, type).toMatchObject({ properties: expect.any(Object) });
    expect(docs.length, type).toBeGreaterThan(20);
    expect(summary.length * icon.length, type).toBeGreaterThan(0);
  }
  expect(triggers.map(({ type }) => type)).toEqual(
    Trigger.options.map((option) => option.shape.type.value),
  );
});
