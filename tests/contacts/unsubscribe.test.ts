import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { GET, POST } from "@/app/api/unsubscribe/[token]/route";
import { POST as UPSERT } from "@/app/api/v1/contacts/route";
import { POST as CHOOSE } from "@/app/api/v1/mail-preferences/by-link/route";
import { worker } from "@/lib/core/caller";
import { readByLink } from "@/lib/domain/contacts/preferences/by-link";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { unsubscribeToken } from "@/lib/infra/email/unsubscribe";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const system = () => asSystem("tests look at what was stored");
const consent = { basis: "soft-opt-in" };

const reader = async (tenant: Actor, category: "lifecycle" | "product" = "lifecycle") => {
  const body = { email: `${randomUUID()}@inbox.test`, consent };
  const answer = await UPSERT(tenant.request("POST", body), params());
  const { id: contactId } = await answer.json();
  const token = unsubscribeToken({ tenantId: tenant.tenantId, contactId, category });
  return { contactId, token, email: body.email };
};

const whyNot = async (tenant: Actor, contactId: string, category: string) => {
  const { rows } = await asTenant(worker("test", tenant.tenantId), (tx) =>
    sql<{
      why: string | null;
    }>`select app.why_not_mailed(${contactId}::uuid, ${category}) as why`.execute(tx),
  );
  return rows[0]?.why;
};

const post = (token: string, init: RequestInit = {}) =>
  POST(
    new Request(`http://127.0.0.1:3000/api/unsubscribe/${encodeURIComponent(token)}`, {
      method: "POST",
      ...init,
    }),
    params({ token }),
  );

const form = new FormData();
form.set("List-Unsubscribe", "One-Click");

const BODIES: Record<string, RequestInit> = {
  urlencoded: {
    body: "List-Unsubscribe=One-Click",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  multipart: { body: form },
  "no body": {},
  "an empty body": { body: "", headers: { "content-type": "text/plain" } },
  JSON: { body: "{", headers: { "content-type": "application/json" } },
  "a type of its own": { body: "x", headers: { "content-type": "rubbish" } },
  "bytes from another site": {
    body: new Uint8Array([0, 255, 10]),
    headers: { origin: "https://mail.example", "sec-fetch-site": "cross-site", cookie: "a=b" },
  },
};

test("G4: a post with any body unsubscribes at once, without a redirect, again and again", async ({
  tenant,
}) => {
  for (const [name, init] of Object.entries(BODIES)) {
    const { token, contactId } = await reader(tenant);
    for (const _ of [1, 2]) {
      const answer = await post(token, init);
      expect([answer.status, answer.redirected, await answer.json()], name).toEqual([
        200,
        false,
        { unsubscribed: true },
      ]);
    }
    expect(await whyNot(tenant, contactId, "lifecycle"), name).toBe("unsubscribed");
    expect(await whyNot(tenant, contactId, "product"), name).toBeNull();
  }
});

test("G4: what opens links changes nothing", async ({ tenant }) => {
  const { token, contactId } = await reader(tenant);
  for (const method of ["GET", "HEAD"]) {
    const request = new Request(`http://127.0.0.1:3000/api/unsubscribe/${token}`, { method });
    const answer = await GET(request, { params: Promise.resolve({ token }) });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/unsubscribe/${token}`]);
  }
  expect(await readByLink(token)).toMatchObject({
    sender: "Test company",
    category: "lifecycle",
    preferences: { lifecycle: true, product: true },
  });
  expect(await whyNot(tenant, contactId, "lifecycle")).toBeNull();
});

test("G5: forged, altered, foreign and forgotten links are answered alike and change nothing", async ({
  tenant,
  rival,
}) => {
  const { token, contactId } = await reader(tenant);
  const gone = unsubscribeToken({
    tenantId: tenant.tenantId,
    contactId: randomUUID(),
    category: "product",
  });
  const crossed = unsubscribeToken({ tenantId: rival.tenantId, contactId, category: "product" });
  const nobody = unsubscribeToken({ tenantId: randomUUID(), contactId, category: "product" });
  const flipped = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;
  const answers = await Promise.all(
    [flipped, gone, crossed, nobody, "x", "%00", "A".repeat(5000), token.toUpperCase()].map(
      async (wrong) => {
        const answer = await post(wrong);
        const { requestId: _, instance: __, ...body } = await answer.json();
        return JSON.stringify({ status: answer.status, body });
      },
    ),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('"status":404');
  expect(await whyNot(tenant, contactId, "lifecycle")).toBeNull();
  expect(await whyNot(tenant, contactId, "product")).toBeNull();
});

test("by the same link one chooses kinds of mail, and comes back with consent", async ({
  tenant,
}) => {
  const { token, contactId, email } = await reader(tenant, "product");
  await sql`update public.contacts set consent_basis = null, consent_at = null, consent_text = null where id = ${contactId}`.execute(
    system(),
  );
  const choose = async (preferences: object) => {
    const request = new Request("http://127.0.0.1:3000/api/v1/mail-preferences/by-link", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, preferences }),
    });
    const answer = await CHOOSE(request, params());
    return { status: answer.status, body: await answer.json() };
  };
  const off = await choose({ lifecycle: false, product: false, notification: false });
  expect(off).toMatchObject({
    status: 200,
    body: { preferences: { lifecycle: false, product: false, notification: false } },
  });
  expect(off.body.email).toBe(`${email[0]}…@inbox.test`);
  expect(await whyNot(tenant, contactId, "notification")).toBe("unsubscribed");
  await choose({ product: true });
  expect(await whyNot(tenant, contactId, "product")).toBeNull();
  const { rows } = await sql<{ basis: string; text: string }>`
    select consent_basis as basis, consent_text as text from public.contacts where id = ${contactId}`.execute(
    system(),
  );
  expect(rows[0]).toEqual({ basis: "opt-in", text: expect.stringContaining("preference page") });
  expect((await choose({ everything: true })).status).toBe(422);
});
