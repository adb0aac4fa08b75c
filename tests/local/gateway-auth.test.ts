import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  newEmail,
  newPerson,
  PASSWORD,
  startGateway,
  type TestGateway,
} from "./support/gateway.ts";
import { query } from "./support/server.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.end());
beforeEach(() => gateway.hookAnswers(() => 200));

const signUp = async (email = newEmail()) => {
  const client = gateway.client();
  const options = {
    data: { full_name: "Ada Lovelace" },
    emailRedirectTo: `${gateway.config.siteUrl}/welcome`,
  };
  const { data, error } = await client.auth.signUp({ email, password: PASSWORD, options });
  return { client, email, data, error };
};

describe("sign-up", () => {
  test("goes by the app's signed hook to a confirmed session that Row Level Security knows", async () => {
    const { client, email, data, error } = await signUp();
    expect(error).toBeNull();
    expect(data.session).toBeNull();
    const mail = gateway.mails.at(-1);
    expect(mail?.path).toBe("/api/hooks/auth-email");
    const secret = gateway.config.hookSecret.replace("v1,", "");
    const payload = new Webhook(secret).verify(
      mail?.body ?? "",
      mail?.headers as Record<string, string>,
    );
    expect(payload).toMatchObject({
      user: { id: data.user?.id, email, user_metadata: { full_name: "Ada Lovelace" } },
      email_data: {
        email_action_type: "signup",
        redirect_to: `${gateway.config.siteUrl}/welcome`,
        site_url: gateway.config.siteUrl,
        token: expect.stringMatching(/^\d{10}$/),
        token_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    const early = await client.auth.signInWithPassword({ email, password: PASSWORD });
    expect(early.error?.code).toBe("email_not_confirmed");

    const { token_hash } = gateway.lastMail().email_data;
    const verified = await client.auth.verifyOtp({ token_hash, type: "signup" });
    expect(verified.error).toBeNull();
    expect(verified.data.user?.email_confirmed_at).toBeTruthy();
    const again = await gateway.client().auth.verifyOtp({ token_hash, type: "signup" });
    expect(again.error?.code).toBe("otp_expired");

    await client.from("notes").insert({ body: "mine" }).throwOnError();
    const { data: rows } = await client.from("notes").select("body, owner");
    expect(rows).toEqual([{ body: "mine", owner: data.user?.id }]);
  });

  test("hands its metadata to a trigger as an object", async () => {
    const rows = await query(
      gateway.database.url,
      "select name from public.seen where name = 'Ada Lovelace'",
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  test("refuses a password under ten characters", async () => {
    const { error } = await gateway
      .client()
      .auth.signUp({ email: newEmail(), password: "short1234" });
    expect(error).toMatchObject({ status: 422, code: "weak_password" });
  });

  test("sends the mail again when it is repeated or asked for, and only the newest link works", async () => {
    const { client, email } = await signUp();
    const first = gateway.lastMail().email_data.token_hash;
    const tooSoon = await signUp(email);
    expect(tooSoon.error).toMatchObject({ status: 429, code: "over_email_send_rate_limit" });
    await new Promise((done) => setTimeout(done, 1_050));
    const repeated = await signUp(email);
    expect(repeated.error).toBeNull();
    await new Promise((done) => setTimeout(done, 1_050));
    expect((await client.auth.resend({ type: "signup", email })).error).toBeNull();
    const newest = gateway.lastMail().email_data.token_hash;
    expect(newest).not.toBe(first);
    expect((await client.auth.verifyOtp({ token_hash: first, type: "signup" })).error?.code).toBe(
      "otp_expired",
    );
    expect((await client.auth.verifyOtp({ token_hash: newest, type: "signup" })).error).toBeNull();
  });

  test("does not tell that an address has an account, and sends it nothing", async () => {
    const { email, id } = await newPerson(gateway);
    const before = gateway.mails.length;
    const { data, error } = await signUp(email);
    expect(error).toBeNull();
    expect(data.user?.id).not.toBe(id);
    expect(data.user?.identities).toEqual([]);
    expect(gateway.mails).toHaveLength(before);
  });
});

describe("the hook", () => {
  test("is tried again when the app is away for a moment", async () => {
    let calls = 0;
    gateway.hookAnswers(() => (++calls < 3 ? 503 : 200));
    const { error } = await signUp();
    expect(error).toBeNull();
    expect(calls).toBe(3);
  });

  test("failing for good fails the request with 500, and the next sign-up mails again", async () => {
    gateway.hookAnswers(() => 403);
    const { email, error } = await signUp();
    expect(error).toMatchObject({ status: 500 });
    expect(error?.message).toContain("Error running hook URI");
    gateway.hookAnswers(() => 200);
    await new Promise((done) => setTimeout(done, 1_050));
    expect((await signUp(email)).error).toBeNull();
    expect(gateway.lastMail().user.email).toBe(email);
  });

  test("is never told to lead a person to another site", async () => {
    const { email, client } = await newPerson(gateway);
    await client.auth.resetPasswordForEmail(email, { redirectTo: "https://evil.example/steal" });
    expect(gateway.lastMail().email_data.redirect_to).toBe(gateway.config.siteUrl);
  });
});

describe("a session", () => {
  test("carries an ES256 token that is verified without a request, with hosted claims", async () => {
    const { client, email, id } = await newPerson(gateway);
    const { data, error } = await client.auth.getClaims();
    expect(error).toBeNull();
    expect(data?.header).toMatchObject({ alg: "ES256", kid: "test-key" });
    expect(data?.claims).toMatchObject({
      iss: `${gateway.url}/auth/v1`,
      sub: id,
      email,
      role: "authenticated",
      aud: "authenticated",
      aal: "aal1",
      amr: [{ method: "password", timestamp: expect.any(Number) }],
      app_metadata: { provider: "email" },
      user_metadata: { email_verified: true },
      is_anonymous: false,
    });
  });

  test("is refreshed by a token that works once more only at once, keeps how it began, and ends at sign-out", async () => {
    const { client, token } = await newPerson(gateway);
    const began = (await client.auth.getClaims()).data?.claims.amr;
    const { data, error } = await client.auth.refreshSession();
    expect(error).toBeNull();
    expect(data.session?.access_token).not.toBe(token);
    expect((await client.auth.getClaims()).data?.claims.amr).toEqual(began);
    const refreshToken = data.session?.refresh_token ?? "";
    expect((await client.auth.signOut()).error).toBeNull();
    const after = await gateway.client().auth.refreshSession({ refresh_token: refreshToken });
    expect(after.error?.code).toBe("refresh_token_not_found");
  });
});

describe("a link", () => {
  test("resets a password", async () => {
    const { email, client } = await newPerson(gateway);
    const redirectTo = `${gateway.config.siteUrl}/reset`;
    await client.auth.resetPasswordForEmail(email, { redirectTo });
    const { email_data } = gateway.lastMail();
    expect(email_data).toMatchObject({ email_action_type: "recovery", redirect_to: redirectTo });
    const visitor = gateway.client();
    const { token_hash } = email_data;
    expect((await visitor.auth.verifyOtp({ token_hash, type: "recovery" })).error).toBeNull();
    expect((await visitor.auth.updateUser({ password: "another good one" })).error).toBeNull();
    const old = await gateway.client().auth.signInWithPassword({ email, password: PASSWORD });
    expect(old.error?.code).toBe("invalid_credentials");
    const fresh = await gateway
      .client()
      .auth.signInWithPassword({ email, password: "another good one" });
    expect(fresh.error).toBeNull();
  });

  test("or its code signs in, under hosted's name for both", async () => {
    const { email } = await newPerson(gateway);
    const client = gateway.client();
    await client.auth.signInWithOtp({ email });
    const { email_action_type, token } = gateway.lastMail().email_data;
    expect(email_action_type).toBe("magiclink");
    const { data, error } = await client.auth.verifyOtp({ email, token, type: "email" });
    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
  });

  test("invites a person, who then has a confirmed account", async () => {
    const email = newEmail();
    const { error } = await gateway
      .admin()
      .inviteUserByEmail(email, { data: { full_name: "Invited" } });
    expect(error).toBeNull();
    const { email_data, user } = gateway.lastMail();
    expect([email_data.email_action_type, user.email]).toEqual(["invite", email]);
    expect(
      await query(gateway.database.url, "select invited from public.seen where name = 'Invited'"),
    ).toEqual([{ invited: true }]);
    const client = gateway.client();
    const { token_hash } = email_data;
    const { data, error: refused } = await client.auth.verifyOtp({ token_hash, type: "invite" });
    expect(refused).toBeNull();
    expect(data.user?.email_confirmed_at).toBeTruthy();
    expect((await client.auth.updateUser({ password: "chosen by myself" })).error).toBeNull();
  });

  test("that is simply followed leads back with a session in the fragment", async () => {
    const { email } = await newPerson(gateway);
    const redirectTo = `${gateway.config.siteUrl}/after`;
    const { data } = await gateway
      .admin()
      .generateLink({ type: "magiclink", email, options: { redirectTo } });
    const answer = await fetch(data.properties?.action_link ?? "", { redirect: "manual" });
    const target = new URL(answer.headers.get("location") ?? "");
    const session = new URLSearchParams(target.hash.slice(1));
    expect(target.href.startsWith(redirectTo)).toBe(true);
    const claims = await gateway.client().auth.getClaims(session.get("access_token") ?? "");
    expect(claims.data?.claims.email).toBe(email);
  });

  test("to each of two mailboxes changes an address, in any order", async () => {
    for (const order of [
      ["token_hash_new", "token_hash"],
      ["token_hash", "token_hash_new"],
    ] as const) {
      const { client } = await newPerson(gateway);
      const next = newEmail();
      await client.auth.updateUser({ email: next });
      const { email_data, user } = gateway.lastMail();
      expect(user.new_email).toBe(next);
      const [first, second] = order.map((name) => String(email_data[name]));
      const halfway = await gateway
        .client()
        .auth.verifyOtp({ token_hash: first ?? "", type: "email_change" });
      expect(halfway).toMatchObject({ error: null, data: { session: null } });
      const twice = await gateway
        .client()
        .auth.verifyOtp({ token_hash: first ?? "", type: "email_change" });
      expect(twice.data.session).toBeNull();
      const visitor = gateway.client();
      const done = await visitor.auth.verifyOtp({ token_hash: second ?? "", type: "email_change" });
      expect(done.error).toBeNull();
      expect((await visitor.auth.getUser()).data.user?.email).toBe(next);
    }
  });
});

describe("auth.admin", () => {
  test("creates, lists, gets, updates and deletes people", async () => {
    const admin = gateway.admin();
    const email = newEmail();
    const created = await admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
      user_metadata: { a: 1 },
    });
    const id = created.data.user?.id ?? "";
    expect(created.data.user).toMatchObject({
      email,
      user_metadata: { a: 1 },
      app_metadata: { provider: "email" },
    });
    const listed = await admin.listUsers({ page: 1, perPage: 1000 });
    expect(listed.data.users.map((user) => user.id)).toContain(id);
    const changed = await admin.updateUserById(id, {
      password: "changed by admin",
      user_metadata: { b: 2 },
      app_metadata: { plan: "pro" },
    });
    expect(changed.data.user).toMatchObject({
      user_metadata: { a: 1, b: 2 },
      app_metadata: { plan: "pro" },
    });
    const signedIn = await gateway
      .client()
      .auth.signInWithPassword({ email, password: "changed by admin" });
    expect(signedIn.error).toBeNull();
    expect((await admin.deleteUser(id)).error).toBeNull();
    expect((await admin.getUserById(id)).error).toMatchObject({
      status: 404,
      code: "user_not_found",
    });
  });

  test("refuses what is wrong, with a code, and changes nothing", async () => {
    const admin = gateway.admin();
    const { email } = await newPerson(gateway);
    const { total } = (await admin.listUsers()).data as { total: number };
    const codes = [
      await admin.createUser({ email, password: PASSWORD }),
      await admin.createUser({ email: "nonsense" }),
      await admin.createUser({ email: newEmail(), password: "short" }),
      await admin.generateLink({ type: "recovery", email: newEmail() }),
      await admin.inviteUserByEmail(email),
    ].map(({ error }) => error?.code);
    expect(codes).toEqual([
      "email_exists",
      "validation_failed",
      "weak_password",
      "user_not_found",
      "email_exists",
    ]);
    expect((await admin.listUsers()).data).toMatchObject({ total });
  });

  test("bans a person at once and lets him back", async () => {
    const { client, email, id } = await newPerson(gateway);
    await gateway.admin().updateUserById(id, { ban_duration: "24h" });
    expect((await client.auth.refreshSession()).error).not.toBeNull();
    const banned = await gateway.client().auth.signInWithPassword({ email, password: PASSWORD });
    expect(banned.error?.code).toBe("user_banned");
    await gateway.admin().updateUserById(id, { ban_duration: "none" });
    expect(
      (await gateway.client().auth.signInWithPassword({ email, password: PASSWORD })).error,
    ).toBeNull();
  });

  test("is closed to everyone without the secret key", async () => {
    const { client, token } = await newPerson(gateway);
    expect((await client.auth.admin.listUsers()).error?.status).toBe(401);
    for (const headers of [
      {},
      { authorization: `Bearer ${token}` },
      { apikey: gateway.config.publishableKey },
    ]) {
      const answer = await fetch(`${gateway.url}/auth/v1/admin/users`, { headers });
      expect(answer.status).toBe(401);
    }
  });
});
