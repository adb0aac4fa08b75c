import { expect } from "vitest";
import { GET } from "@/app/api/v1/contacts/export/route";
import { importContacts } from "@/lib/domain/contacts/import";
import { listContacts } from "@/lib/domain/contacts/list";
import { auditOf } from "@/tests/audit/entries";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

const read = async (actor: Actor, query: Record<string, string> = {}) => {
  const path = "/api/v1/contacts/export";
  const response = await GET(actor.request("GET", undefined, { path, query }));
  return { response, text: await response.text() };
};

const CSV = `email,name,locale,time_zone,user_id,city,vip
ann@example.com,"Lee, Ann",de,Europe/Vienna,u1,Vienna,yes
bob@example.com,=Bob,en,,,,
eve@example.com,Eve,en,,u3,Graz,
`;

test("contacts go into a file that an import takes again without a change", async ({
  tenant,
  rival,
}) => {
  const consent = { basis: "opt-in" } as const;
  await importContacts(tenant.caller, { csv: CSV, consent });
  await importContacts(rival.caller, { csv: "email\nnot@yours.example" });
  const { response, text } = await read(tenant);
  expect(response.headers.get("content-disposition")).toMatch(
    /attachment; filename="contacts-.*\.csv"/,
  );
  const [head, ...lines] = text.trimEnd().split("\r\n");
  expect(head).toMatch(/^email,name,locale,time_zone,user_id,city,vip,steward_id,/);
  expect(lines).toHaveLength(3);
  expect(text).toContain(`ann@example.com,"Lee, Ann",de,Europe/Vienna,u1,Vienna,yes,`);
  expect(text).toContain("bob@example.com,'=Bob,");
  expect(text).not.toContain("yours");

  const before = (await listContacts(tenant.caller, { limit: 50 })).data;
  const again = text.replace("'=Bob", "=Bob");
  expect(await importContacts(tenant.caller, { csv: again })).toMatchObject({
    added: 0,
    refused: 0,
  });
  const after = (await listContacts(tenant.caller, { limit: 50 })).data;
  const plain = (rows: typeof after) => rows.map(({ updatedAt: _, ...row }) => row);
  expect(plain(after)).toEqual(plain(before));
});

test("the list's filters hold for the file, and that it left is written down", async ({
  tenant,
}) => {
  await importContacts(tenant.caller, { csv: CSV });
  const { text } = await read(tenant, { search: "eve", format: "json" });
  expect((JSON.parse(text) as { email: string }[]).map(({ email }) => email)).toEqual([
    "eve@example.com",
  ]);
  expect((await read(tenant, { search: "nobody", format: "json" })).text).toBe("[]\n");
  const entries = await auditOf(tenant.tenantId);
  expect(entries.filter(({ action }) => action === "contact.export")).toHaveLength(2);
});

test("who may not read contacts gets no file", async ({ tenant }) => {
  const key = await tenant.key(["runs:read"]);
  const request = key.request("GET", undefined, { path: "/api/v1/contacts/export" });
  expect((await GET(request)).status).toBe(403);
});
