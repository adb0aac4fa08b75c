import { expect } from "vitest";
import { POST as LIFT } from "@/app/api/v1/suppressions/lift/route";
import { GET, POST } from "@/app/api/v1/suppressions/route";
import { worker } from "@/lib/core/caller";
import { suppress } from "@/lib/domain/suppressions/add";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const list = async ({ request }: Actor, query: Record<string, string> = {}) =>
  (await (await GET(request("GET", undefined, { query }), params())).json()).data;

const add = async ({ request }: Pick<Actor, "request">, body: object) =>
  (await POST(request("POST", body), params())).status;

const lift = async ({ request }: Pick<Actor, "request">, body: object) =>
  (await LIFT(request("POST", body), params())).status;

const email = "ada@example.com";

test("an address is put on the list once, found, and taken off with a reason by an admin", async ({
  tenant,
  rival,
}) => {
  expect(await add(tenant, { email: " ADA@example.com", detail: "asked by phone" })).toBe(204);
  expect(await add(tenant, { email })).toBe(204);
  expect(await list(tenant, { search: "ADA@", reason: "by hand" })).toMatchObject([
    { email, reason: "by hand", detail: "asked by phone", until: null },
  ]);
  expect(await list(rival)).toEqual([]);
  expect(await lift(rival, { email, why: "curious" })).toBe(404);
  expect(await lift(await tenant.as("member"), { email, why: "by mistake" })).toBe(403);
  expect(await lift(tenant, { email, why: "" })).toBe(422);
  expect(await lift(tenant, { email, why: "by mistake" })).toBe(204);
  expect(await lift(tenant, { email, why: "by mistake" })).toBe(404);
  expect(await list(tenant)).toEqual([]);
});

test("graver reasons replace lighter ones, never the other way round", async ({ tenant }) => {
  const reasons = ["unsubscribed", "by hand", "complained"] as const;
  const note = (reason: (typeof reasons)[number]) =>
    asTenant(worker("test", tenant.tenantId), (tx) =>
      suppress(tx, { email, reason, detail: "", until: null, by: "test" }),
    );
  for (const reason of reasons) expect(await note(reason)).toBe(true);
  for (const reason of reasons) expect(await note(reason)).toBe(false);
  expect(await list(tenant)).toMatchObject([{ reason: "complained" }]);
});

test("an address that does not exist stays on the list", async ({ tenant }) => {
  await asTenant(worker("test", tenant.tenantId), (tx) =>
    suppress(tx, { email, reason: "bounced", detail: "", until: null, by: "test" }),
  );
  expect(await lift(tenant, { email, why: "try again" })).toBe(409);
  expect(await list(tenant)).toHaveLength(1);
});
