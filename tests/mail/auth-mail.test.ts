import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect } from "vitest";
import { POST } from "@/app/api/hooks/auth-email/route";
import { POST as NEWS } from "@/app/api/hooks/resend/route";
import { POST as UPSERT } from "@/app/api/v1/contacts/route";
import { worker } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { sendMail } from "@/lib/domain/mail/send";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { openMailbox } from "@/tests/mail/mailbox";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const secret = `v1,whsec_${randomBytes(32).toString("base64")}`;
let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  process.env.AUTH_HOOK_SECRET = secret;
  mailbox = await openMailbox();
  resetEnv();
});
afterAll(() => mailbox.close());

const system = () => asSystem("tests look at the ledger of account mails");

const call = (payload: unknown, key = secret) => {
  const body = JSON.stringify(payload);
  const at = new Date();
  const headers = {
    "content-type": "application/json",
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(key.replace("v1,", "")).sign("msg_1", at, body),
  };
  return POST(
    new Request("http://127.0.0.1:3000/api/hooks/auth-email", { method: "POST", body, headers }),
  );
};

const payload = (type: string, data: object = {}, user: object = {}) => ({
  user: { id: randomUUID(), email: `${randomUUID()}@inbox.test`, ...user },
  email_data: {
    token: "123456",
    token_hash: randomBytes(16).toString("hex"),
    redirect_to: "",
    email_action_type: type,
    site_url: "http://127.0.0.1:3000",
    token_new: "",
    token_hash_new: "",
    ...data,
  },
});

type Row = {
  id: string;
  recipient: string;
  template: string;
  body: string;
  html: string;
  status: string;
};

const ledger = async (recipient: string) =>
  (await sql<Row>`select * from app.account_mails where recipient = ${recipient}`.execute(system()))
    .rows;

const linkIn = (text: string) =>
  new URL(/https?:\/\/\S+\/auth\/confirm\?[^\s\])]+/.exec(text)?.[0] ?? "about:blank");

test("each kind of auth mail carries a link that verifies its own token", async ({
  database: _,
}) => {
  const kinds = {
    signup: "confirm-email",
    invite: "confirm-email",
    magiclink: "magic-link",
    recovery: "reset-password",
    email_change: "confirm-email",
  };
  for (const [type, template] of Object.entries(kinds)) {
    const given = payload(type);
    const response = await call(given);
    expect([response.status, await response.json()], type).toEqual([200, {}]);
    const [row] = await ledger(given.user.email);
    expect(row).toMatchObject({ template, status: "queued" });
    const link = linkIn(row?.body ?? "");
    expect(link.origin).toBe("http://127.0.0.1:3000");
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      token_hash: given.email_data.token_hash,
      type,
    });
  }
});

test("a repeated call queues one mail, which is sent once and then emptied", async ({
  database: _,
}) => {
  const given = payload("signup");
  await Promise.all([call(given), call(given), call(given)]);
  const rows = await ledger(given.user.email);
  expect(rows).toHaveLength(1);
  const mailId = rows[0]?.id ?? "";
  expect(await sendMail({ tenantId: null, mailId })).toBe("accepted");
  expect(await sendMail({ tenantId: null, mailId })).toBe("settled");
  const inbox = (await mailbox.received()).filter(({ to }) =>
    [to].flat().includes(given.user.email),
  );
  expect(inbox).toHaveLength(1);
  expect(inbox[0]?.text).toContain(given.email_data.token_hash);
  expect((await ledger(given.user.email))[0]).toMatchObject({
    status: "accepted",
    html: "",
    body: "",
  });
});

test("the link leads only to places of this app", async ({ database: _ }) => {
  const cases: [string, string][] = [
    ["http://127.0.0.1:3000/invite?token=x", "/invite?token=x"],
    ["https://evil.example/steal", "/"],
    ["//evil.example/steal", "/"],
    ["http://127.0.0.1:3000//evil.example", "/"],
    ["http://127.0.0.1:3000@evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
  ];
  for (const [redirect, next] of cases) {
    const given = payload("signup", { redirect_to: redirect });
    await call(given);
    const [row] = await ledger(given.user.email);
    expect(linkIn(row?.body ?? "").searchParams.get("next"), redirect).toBe(next);
  }
});

test("a secured change of address is confirmed by both sides, each with its own token", async ({
  database: _,
}) => {
  const wished = `${randomUUID()}@inbox.test`;
  const tokens = { token_hash: "for-the-new", token_hash_new: "for-the-current" };
  const given = payload("email_change", tokens, { new_email: wished });
  expect((await call(given)).status).toBe(200);
  const tokenFor = async (to: string) =>
    linkIn((await ledger(to))[0]?.body ?? "").searchParams.get("token_hash");
  expect([await tokenFor(given.user.email), await tokenFor(wished)]).toEqual([
    "for-the-current",
    "for-the-new",
  ]);
});

/** Why each of some companies would not write to an address that is a contact of theirs. */
const whyNot = (tenants: readonly Actor[], email: string) =>
  Promise.all(
    tenants.map(async ({ tenantId, request }) => {
      const body = { email, consent: { basis: "opt-in" } };
      const { id } = await (await UPSERT(request("POST", body), params())).json();
      const { rows } = await asTenant(worker("test", tenantId), (tx) =>
        sql<{
          why: string | null;
        }>`select app.why_not_mailed(${id}::uuid, 'notification') as why`.execute(tx),
      );
      return rows[0]?.why ?? null;
    }),
  );

/** The provider's signed news of the account mail to an address. */
const tell = async (email: string, type: string, extra: object = {}) => {
  const mail = (await ledger(email))[0]?.id;
  const tags = { mail, tenant: "account", template: "reset-password" };
  const body = JSON.stringify({ type, data: { email_id: "e-1", tags, ...extra } });
  const at = new Date();
  const headers = {
    "svix-id": "msg",
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(mailbox.webhookSecret).sign("msg", at, body),
  };
  const url = "http://127.0.0.1:3000/api/hooks/resend";
  const answer = await NEWS(new Request(url, { method: "POST", body, headers }));
  expect(answer.status).toBe(200);
};

const HARD = { bounce: { type: "Permanent", message: "No such box" } };

test("an account mail that bounces for good or is called spam spares the address for every company, in any order of the news", async ({
  tenant,
  rival,
}) => {
  const cases = {
    bounced: [["email.bounced", HARD]],
    complained: [["email.complained"], ["email.bounced", HARD], ["email.complained"]],
    "complained too": [["email.bounced", HARD], ["email.complained"]],
  } as const;
  for (const [name, news] of Object.entries(cases)) {
    const given = payload("recovery", {}, { email: `Reader-${randomUUID()}@inbox.test` });
    const address = given.user.email.toLowerCase();
    await call(given);
    expect(await whyNot([tenant, rival], address), name).toEqual([null, null]);
    for (const [type, extra] of news) await tell(given.user.email, type, extra);
    const why = name.split(" ")[0];
    expect(await whyNot([tenant, rival], address), name).toEqual([why, why]);
  }
});

test("other news of an account mail spare nobody, and who is spared can still set a new password", async ({
  tenant,
}) => {
  const given = payload("recovery");
  const { email } = given.user;
  await call(given);
  const soft = { bounce: { type: "Transient", message: "Box full" } };
  const news = ["email.sent", "email.delivered", "email.opened"];
  for (const type of news) await tell(email, type);
  for (const _ of [1, 2, 3, 4]) await tell(email, "email.bounced", soft);
  expect(await whyNot([tenant], email)).toEqual([null]);
  await tell(email, "email.complained");
  expect(await whyNot([tenant], email)).toEqual(["complained"]);
  const again = payload("recovery", {}, given.user);
  await call(again);
  const mail = (await ledger(email)).find(({ body }) => body.includes(again.email_data.token_hash));
  expect(await sendMail({ tenantId: null, mailId: mail?.id ?? "" })).toBe("accepted");
  const inbox = (await mailbox.received()).filter(({ to }) => [to].flat().includes(email));
  expect(inbox).toMatchObject([{ text: expect.stringContaining(again.email_data.token_hash) }]);
});

test("forged and unreadable calls are refused and queue nothing", async ({ database: _ }) => {
  const given = payload("signup");
  const forged = await call(given, `v1,whsec_${randomBytes(32).toString("base64")}`);
  expect([forged.status, (await forged.json()).code]).toEqual([401, "unauthenticated"]);
  for (const bad of [
    {},
    [],
    payload("made-up"),
    payload("signup", { token_hash: "" }),
    { ...given, user: { id: "x" } },
  ])
    expect((await call(bad)).status).toBe(422);
  expect(await ledger(given.user.email)).toEqual([]);
});
