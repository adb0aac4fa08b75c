import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { GET as AUDIT } from "@/app/api/v1/audit/route";
import { GET as EXPORT } from "@/app/api/v1/contacts/export/route";
import { POST as ADD } from "@/app/api/v1/contacts/route";
import { POST as SUPPRESS } from "@/app/api/v1/contacts/suppress/route";
import { POST as SUPPRESS_ONE, GET as SUPPRESSED } from "@/app/api/v1/suppressions/route";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const add = async ({ request }: Actor, name: string) => {
  const answer = await ADD(request("POST", { email: `${name}@example.com`, name }), params());
  return String((await answer.json()).id);
};

const suppress = async ({ request }: Actor, body: object, headers: Record<string, string> = {}) => {
  const answer = await SUPPRESS(request("POST", body, { headers }), params());
  return { status: answer.status, body: await answer.json() };
};

const suppressed = async ({ request }: Actor) => {
  const { data } = await (await SUPPRESSED(request("GET"), params())).json();
  return (data as { email: string; reason: string; detail: string }[])
    .map(({ email, reason, detail }) => [email, reason, detail])
    .sort();
};

const noted = async ({ request }: Actor, action: string) => {
  const answer = await AUDIT(request("GET", undefined, { query: { action } }), params());
  return ((await answer.json()) as { data: { after: object }[] }).data;
};

test("some are suppressed at once, with the reason, and those who are already are left", async ({
  tenant,
}) => {
  const [ada, bob, eve] = [
    await add(tenant, "ada"),
    await add(tenant, "bob"),
    await add(tenant, "eve"),
  ];
  await SUPPRESS_ONE(tenant.request("POST", { email: "bob@example.com" }), params());
  const nobody = randomUUID();
  const { status, body } = await suppress(tenant, {
    ids: [ada, bob, nobody, ada],
    detail: "Asked by phone",
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    changed: [ada],
    left: [
      { id: bob, code: "suppressed", message: "Nothing is sent to this address already." },
      { id: nobody, code: "not_found", message: "There is no such contact." },
    ],
  });
  expect(await suppressed(tenant)).toEqual([
    ["ada@example.com", "by hand", "Asked by phone"],
    ["bob@example.com", "by hand", ""],
  ]);
  expect(await noted(tenant, "suppression.add")).toHaveLength(2);
  expect((await suppress(tenant, { ids: [eve, ada] })).body.changed).toEqual([eve]);
});

test("suppressing with the same key again does it once and answers alike", async ({ tenant }) => {
  const id = await add(tenant, "ada");
  const key = { "idempotency-key": randomUUID() };
  const first = await suppress(tenant, { ids: [id] }, key);
  expect(first.body.changed).toEqual([id]);
  expect(await suppress(tenant, { ids: [id] }, key)).toEqual(first);
  expect(await noted(tenant, "suppression.add")).toHaveLength(1);
});

test("contacts of another tenant are not suppressed, a viewer is refused, and so is what is no choice", async ({
  tenant,
  rival,
}) => {
  const [mine, theirs] = [await add(tenant, "mine"), await add(rival, "theirs")];
  expect((await suppress(tenant, { ids: [theirs] })).body).toMatchObject({
    changed: [],
    left: [{ id: theirs, code: "not_found" }],
  });
  expect((await suppress(await tenant.as("viewer"), { ids: [mine] })).status).toBe(403);
  for (const wrong of [{}, { ids: [] }, { ids: [mine], reason: "bounced" }, { ids: ["x"] }])
    expect((await suppress(tenant, wrong)).status, JSON.stringify(wrong)).toBe(422);
  expect(await suppressed(tenant)).toEqual([]);
  expect(await suppressed(rival)).toEqual([]);
});

test("the chosen ones alone are exported, and the log says how many were asked for", async ({
  tenant,
  rival,
}) => {
  const [ada, , eve] = [
    await add(tenant, "ada"),
    await add(tenant, "bob"),
    await add(tenant, "eve"),
  ];
  const theirs = await add(rival, "theirs");
  const query = { ids: [ada, eve, theirs].join(","), format: "json", sort: "email" };
  const answer = await EXPORT(tenant.request("GET", undefined, { query }), params());
  const rows = (await answer.json()) as { name: string }[];
  expect(rows.map(({ name }) => name)).toEqual(["ada", "eve"]);
  expect(await noted(tenant, "contact.export")).toMatchObject([{ after: { chosen: 3 } }]);
  const wrong = tenant.request("GET", undefined, { query: { ids: "1,2" } });
  expect((await EXPORT(wrong, params())).status).toBe(422);
});
