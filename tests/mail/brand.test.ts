import { sql } from "kysely";
import { expect } from "vitest";
import { GET, PUT } from "@/app/api/v1/brand/route";
import { GET as TEMPLATE } from "@/app/api/v1/mail-templates/[key]/route";
import { POST as TEST } from "@/app/api/v1/mail-templates/[key]/send-test/route";
import { GET as TEMPLATES } from "@/app/api/v1/mail-templates/route";
import { mails } from "@/emails/catalogue";
import { worker } from "@/lib/core/caller";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";
import { params, test } from "@/tests/support/test";

const brand = {
  name: "Contoso",
  logo: "contoso·shop",
  accent: "#ffd400",
  address: "Contoso, 12 Harbour Road, Dublin",
  replyTo: "help@contoso.example",
  locale: "de",
};

const system = () => asSystem("tests look at what was stored");

test("a company's brand colours, names and signs the mails that go out in its name", async ({
  tenant,
}) => {
  const put = await PUT(tenant.request("PUT", brand), params());
  expect([put.status, await put.json()]).toEqual([200, brand]);
  expect(await (await GET(tenant.request("GET"), params())).json()).toEqual(brand);
  const shown = await TEMPLATE(
    tenant.request("GET", undefined, { query: "locale=de" }),
    params({ key: "sequence-mail" }),
  );
  const { html, text } = await shown.json();
  expect(html).toContain("contoso·shop");
  expect(html).toContain('lang="de"');
  expect(text).toContain("12 Harbour Road");
  expect(text).toContain("Diese Mails abbestellen");
  const ours = await TEMPLATE(tenant.request("GET"), params({ key: "reset-password" }));
  expect((await ours.json()).html).not.toContain("contoso");
});

test("who is not an admin, and what is no brand, changes nothing", async ({ tenant, rival }) => {
  const member = await tenant.as("member");
  expect((await PUT(member.request("PUT", brand), params())).status).toBe(403);
  for (const wrong of [
    { ...brand, accent: "red" },
    { ...brand, accent: "#fff;background:url(x)" },
    { ...brand, replyTo: "nobody" },
    { ...brand, name: "two\nlines" },
    { ...brand, locale: "fr" },
    { name: "x" },
  ]) {
    const refused = await PUT(tenant.request("PUT", wrong), params());
    expect([refused.status, (await refused.json()).code]).toEqual([422, "invalid_input"]);
  }
  await PUT(rival.request("PUT", brand), params());
  expect(await (await GET(tenant.request("GET"), params())).json()).toMatchObject({
    name: "",
    address: "",
  });
});

test("without a brand a company writes under its own name, and a house under the installation's address", async ({
  tenant,
}) => {
  const senderOf = (tenantId: string) => asTenant(worker("test", tenantId), readSender);
  expect(await senderOf(tenant.tenantId)).toMatchObject({
    brand: { name: "Test company", logo: "Test company" },
    address: "",
  });
  const { rows } = await sql<{ id: string }>`
    select house_id as id from public.products where slug = 'steward'`.execute(system());
  expect(await senderOf(rows[0]?.id ?? "")).toMatchObject({
    brand: { name: "Steward" },
    address: expect.stringContaining("Berlin"),
  });
});

test("every mail of the house is listed, and a test goes to oneself alone", async ({ tenant }) => {
  const { data } = await (await TEMPLATES(tenant.request("GET"), params())).json();
  expect(data.map(({ key }: { key: string }) => key)).toEqual(Object.keys(mails));
  const member = await tenant.as("member");
  const sent = await TEST(member.request("POST", { locale: "de" }), params({ key: "invitation" }));
  const { to, mailId } = await sent.json();
  expect([sent.status, to]).toEqual([202, member.email]);
  const { rows } = await sql<{ recipient: string; subject: string }>`
    select recipient, subject from public.mails where id = ${mailId}::uuid`.execute(system());
  expect(rows).toEqual([
    { recipient: member.email, subject: "Einladung von Grace Hopper zu Northwind Shop" },
  ]);
  const viewer = await tenant.as("viewer");
  const refused = await TEST(viewer.request("POST", {}), params({ key: "invitation" }));
  expect(refused.status).toBe(403);
  expect((await TEMPLATE(tenant.request("GET"), params({ key: "nothing" }))).status).toBe(404);
});
