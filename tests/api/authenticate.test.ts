import { createHmac, randomUUID } from "node:crypto";
import { generateKeyPair, SignJWT } from "jose";
import { sql } from "kysely";
import { HttpResponse, http } from "msw";
import { describe, expect } from "vitest";
import { z } from "zod";
import { route } from "@/lib/api/route";
import type { Permission } from "@/lib/domain/tenants/permissions";
import { asSystem } from "@/lib/infra/db/as-system";
import { signUp } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";
import { accessToken, sessionCookieOf } from "@/tests/support/token";
import { vendors } from "@/tests/support/vendors";

const Who = z.object({
  kind: z.string(),
  tenantId: z.string(),
  role: z.string(),
  requestId: z.string(),
});

const needing = (access: Permission) =>
  route({ summary: "Say who", access, output: Who }, async ({ caller, requestId }) => ({
    kind: caller.kind,
    tenantId: caller.tenantId,
    role: caller.kind === "user" ? caller.role : "",
    requestId,
  }));

const GET = needing("runs:read");

const me = route(
  {
    summary: "Say who, tenant or not",
    access: "session",
    output: z.object({ email: z.string(), tenantId: z.string().nullable() }),
  },
  async ({ user, caller }) => ({ email: user.email, tenantId: caller?.tenantId ?? null }),
);

const open = route(
  { summary: "Answer anybody", access: "public", output: z.object({ user: z.null() }) },
  async ({ user }) => ({ user }),
);

const get = (headers: Record<string, string>) =>
  GET(new Request("http://127.0.0.1:3000/api/v1/x", { headers }));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("nobody is answered 401 and told how", async ({ database: _ }) => {
  const response = await get({});
  expect([response.status, response.headers.get("www-authenticate")]).toEqual([
    401,
    'Bearer realm="steward"',
  ]);
});

test("a public door asks nobody, and bad credentials do not matter there", async ({
  database: _,
}) => {
  const request = new Request("http://127.0.0.1:3000/api/x", { headers: bearer("nonsense") });
  expect((await open(request)).status).toBe(200);
});

describe("access tokens", () => {
  test("a person is known by a token, with the role it has now", async ({ tenant }) => {
    const viewer = await tenant.as("viewer");
    const before = await GET(viewer.request("GET"), params());
    expect(await before.json()).toMatchObject({
      kind: "user",
      tenantId: tenant.tenantId,
      role: "viewer",
    });
    await sql`update public.memberships set role = 'admin' where user_id = ${viewer.userId}`.execute(
      asSystem("the role changes behind the token"),
    );
    expect(await (await GET(viewer.request("GET"), params())).json()).toMatchObject({
      role: "admin",
    });
    await sql`delete from public.memberships where user_id = ${viewer.userId}`.execute(
      asSystem("the member is removed behind the token"),
    );
    expect((await GET(viewer.request("GET"), params())).status).toBe(403);
  });

  test("a token that is not Supabase's own is refused", async ({ tenant }) => {
    const person = { id: tenant.userId, email: tenant.email };
    const { privateKey } = await generateKeyPair("ES256");
    const sign = (jwt: SignJWT) =>
      jwt.setProtectedHeader({ alg: "ES256", kid: "test" }).sign(privateKey);
    const claims = { email: person.email, role: "authenticated" };
    const plain = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const body = plain({ ...claims, sub: person.id, aud: "authenticated", exp: Date.now() });
    const unsigned = `${plain({ alg: "none" })}.${body}.`;
    const hmacHead = plain({ alg: "HS256", kid: "test" });
    const hmac = createHmac("sha256", "sb_publishable_test").update(`${hmacHead}.${body}`);
    const good = tenant.token;
    const forged = {
      "another key": await sign(
        new SignJWT(claims)
          .setSubject(person.id)
          .setAudience("authenticated")
          .setExpirationTime("1h"),
      ),
      "no signature": unsigned,
      "an HMAC over a public value": `${hmacHead}.${body}.${hmac.digest("base64url")}`,
      "a changed byte": good.slice(0, -3) + (good.at(-3) === "A" ? "B" : "A") + good.slice(-2),
      "another audience": await accessToken(person, { claims: { aud: ["anon"] } }).then((t) =>
        t.replace(/^/, "x"),
      ),
      "the role of the service": await accessToken(person, { claims: { role: "service_role" } }),
      "no email": await accessToken(person, { claims: { email: undefined } }),
      "an hour ago": await accessToken(person, { expiresInS: -3600 }),
      "no token at all": "x",
    };
    for (const [name, token] of Object.entries(forged))
      expect((await get(bearer(token))).status, name).toBe(401);
  });

  test.for(["Bearer", "Bearer  ", "Basic dXNlcjpwYXNz", "Bearer a b", "Token x", "Bearer ü"])(
    "the header %j is refused",
    async (authorization, { database: _ }) => {
      expect((await get({ authorization: encodeURI(authorization) })).status).toBe(401);
    },
  );

  test("a token that does not hold is not papered over by a cookie", async ({ tenant }) => {
    const cookie = sessionCookieOf(tenant.token);
    expect((await get({ cookie })).status).toBe(200);
    expect((await get({ cookie, ...bearer("nonsense") })).status).toBe(401);
  });

  test("keys out of reach are our fault, not the caller's", async ({ tenant }) => {
    const { verifyToken } = await import("@/lib/infra/auth/token");
    vendors.use(
      http.get("http://away.test/auth/v1/.well-known/jwks.json", () => HttpResponse.error()),
    );
    const { resetEnv } = await import("@/lib/core/env");
    process.env.SUPABASE_URL = "http://away.test";
    resetEnv();
    try {
      await expect(verifyToken(tenant.token)).rejects.toMatchObject({ code: "unavailable" });
    } finally {
      process.env.SUPABASE_URL = "http://supabase.test";
      resetEnv();
    }
  });
});

describe("sessions in cookies", () => {
  test("a browser is known by its cookie, whole or in chunks", async ({ tenant }) => {
    const cookie = sessionCookieOf(tenant.token);
    expect(await (await get({ cookie })).json()).toMatchObject({ tenantId: tenant.tenantId });
    const value = cookie.slice("steward=".length);
    const chunks = `steward.0=${value.slice(0, 300)}; steward.1=${value.slice(300)}`;
    expect((await get({ cookie: chunks })).status).toBe(200);
  });

  test.for(["steward=", "steward=x", "steward=base64-!!", "steward=base64-e30", "other=1"])(
    "a broken cookie is nobody: %s",
    async (cookie, { database: _ }) => {
      expect((await get({ cookie })).status).toBe(401);
    },
  );

  test("an expired session is renewed once, and the new one goes back out of reach of scripts", async ({
    tenant,
  }) => {
    const person = { id: tenant.userId, email: tenant.email };
    const old = await accessToken(person, { expiresInS: -60 });
    let renewals = 0;
    vendors.use(
      http.post("http://supabase.test/auth/v1/token", async () => {
        renewals += 1;
        return HttpResponse.json({
          access_token: tenant.token,
          refresh_token: "next",
          token_type: "bearer",
          expires_in: 3600,
          user: { id: person.id, email: person.email },
        });
      }),
    );
    const session = {
      access_token: old,
      refresh_token: "first",
      expires_at: 1,
      user: { id: person.id },
    };
    const cookie = `steward=base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
    const response = await get({ cookie });
    expect([response.status, renewals]).toEqual([200, 1]);
    const set = response.headers.getSetCookie().join("\n");
    expect(set).toMatch(/^steward(\.0)?=/);
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Lax/i);
    expect(Number(/Max-Age=(\d+)/i.exec(set)?.[1])).toBeLessThanOrEqual(30 * 24 * 3600);
  });

  test("an expired session that cannot be renewed is nobody", async ({ tenant }) => {
    const old = await accessToken({ id: tenant.userId, email: tenant.email }, { expiresInS: -60 });
    vendors.use(
      http.post("http://supabase.test/auth/v1/token", () =>
        HttpResponse.json({ error_code: "refresh_token_not_found", msg: "gone" }, { status: 400 }),
      ),
    );
    const session = { access_token: old, refresh_token: "used", expires_at: 1, user: {} };
    const cookie = `steward=base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
    expect((await get({ cookie })).status).toBe(401);
  });
});

describe("API keys", () => {
  test("a key acts in its tenant, within its scopes", async ({ tenant }) => {
    const key = await tenant.key(["runs:read"]);
    const response = await GET(key.request("GET"), params());
    expect(await response.json()).toMatchObject({ kind: "key", tenantId: tenant.tenantId });
    expect((await needing("runs:write")(key.request("POST"), params())).status).toBe(403);
    expect((await me(key.request("GET"), params())).status).toBe(403);
  });

  test("a scope that keys may not have opens nothing", async ({ tenant }) => {
    const key = await tenant.key(["members:write"]);
    expect((await needing("members:write")(key.request("GET"), params())).status).toBe(403);
  });

  test.for(["revoked_at = now()", "expires_at = now() - interval '1 second'"])(
    "a key with %s is refused at once",
    async (change, { tenant }) => {
      const key = await tenant.key();
      expect((await GET(key.request("GET"), params())).status).toBe(200);
      await sql`update public.api_keys set ${sql.raw(change)} where id = ${key.keyId}`.execute(
        asSystem("the key ends"),
      );
      expect((await GET(key.request("GET"), params())).status).toBe(401);
    },
  );

  test("the key of a deleted tenant is refused", async ({ tenant }) => {
    const key = await tenant.key();
    await sql`update public.tenants set deleted_at = now() where id = ${tenant.tenantId}`.execute(
      asSystem("the tenant ends"),
    );
    expect((await GET(key.request("GET"), params())).status).toBe(401);
    expect((await GET(tenant.request("GET"), params())).status).toBe(403);
  });

  test("an unknown key is refused", async ({ database: _ }) => {
    expect((await get(bearer("stw_0000000000000000"))).status).toBe(401);
  });

  test("the use of a key is noted at most once a minute", async ({ tenant }) => {
    const key = await tenant.key();
    const lastUsed = async () => {
      const { rows } = await sql<{
        at: Date;
      }>`select last_used_at as at from public.api_keys where id = ${key.keyId}`.execute(
        asSystem("a look at the key"),
      );
      return rows[0]?.at?.getTime();
    };
    await GET(key.request("GET"), params());
    const first = await lastUsed();
    await GET(key.request("GET"), params());
    expect(first).toBeGreaterThan(Date.now() - 10_000);
    expect(await lastUsed()).toBe(first);
    await sql`update public.api_keys set last_used_at = now() - interval '61 seconds' where id = ${key.keyId}`.execute(
      asSystem("a minute passes"),
    );
    await GET(key.request("GET"), params());
    expect(await lastUsed()).toBeGreaterThan((first ?? 0) - 1000);
  });
});

describe("X-Tenant", () => {
  test("names one of the person's tenants by id or slug", async ({ tenant, rival }) => {
    await sql`insert into public.memberships (tenant_id, user_id, role) values (${rival.tenantId}, ${tenant.userId}, 'viewer')`.execute(
      asSystem("a person joins a second tenant"),
    );
    for (const wanted of [rival.tenantId, rival.slug, rival.tenantId.toUpperCase()]) {
      const response = await GET(
        tenant.request("GET", undefined, { headers: { "x-tenant": wanted } }),
        params(),
      );
      expect(await response.json()).toMatchObject({ tenantId: rival.tenantId, role: "viewer" });
    }
    const unnamed = await GET(tenant.request("GET"), params());
    expect(await unnamed.json()).toMatchObject({ tenantId: tenant.tenantId, role: "owner" });
  });

  test("without it the tenant used last is taken", async ({ tenant, rival }) => {
    await sql`with joined as (insert into public.memberships (tenant_id, user_id, role) values (${rival.tenantId}, ${tenant.userId}, 'viewer'))
      update public.profiles set last_tenant_id = ${rival.tenantId} where user_id = ${tenant.userId}`.execute(
      asSystem("a person joins a second tenant and uses it"),
    );
    expect(await (await GET(tenant.request("GET"), params())).json()).toMatchObject({
      tenantId: rival.tenantId,
    });
  });

  test("another's tenant and none at all look alike, for people and for keys", async ({
    tenant,
    rival,
  }) => {
    const key = await tenant.key();
    const answers: unknown[] = [];
    for (const wanted of [rival.tenantId, rival.slug, randomUUID(), "no-such-tenant", "' or 1=1"])
      for (const caller of [tenant, key]) {
        const request = caller.request("GET", undefined, {
          headers: { "x-tenant": wanted, "x-request-id": "same-for-all" },
        });
        const response = await GET(request, params());
        answers.push([response.status, await response.text()]);
      }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject([404, expect.stringContaining("not_found")]);
  });

  test("an admin of the parent is an admin of the child, a member of it is nobody there", async ({
    tenant,
    rival,
  }) => {
    await sql`update public.tenants set parent_id = ${tenant.tenantId} where id = ${rival.tenantId}`.execute(
      asSystem("a tenant gets a parent"),
    );
    const headers = { "x-tenant": rival.slug };
    const owner = await GET(tenant.request("GET", undefined, { headers }), params());
    expect(await owner.json()).toMatchObject({ tenantId: rival.tenantId, role: "admin" });
    const member = await tenant.as("member");
    const refused = await GET(member.request("GET", undefined, { headers }), params());
    expect(refused.status).toBe(404);
  });
});

test("a person without a tenant has a session and nothing else", async ({ database: _ }) => {
  const person = await signUp({ invitation: "test" });
  const headers = bearer(await accessToken(person));
  const session = await me(new Request("http://127.0.0.1:3000/api/v1/me", { headers }));
  expect(await session.json()).toEqual({ email: person.email, tenantId: null });
  expect((await get(headers)).status).toBe(403);
});

test.for(["viewer", "member", "admin", "owner"] as const)(
  "a %s passes exactly the doors of its rank",
  async (role, { tenant }) => {
    const actor = role === "owner" ? tenant : await tenant.as(role);
    const statuses = await Promise.all(
      (["runs:read", "runs:write", "members:write"] as const).map(
        async (permission) => (await needing(permission)(actor.request("GET"), params())).status,
      ),
    );
    const expected = {
      viewer: [200, 403, 403],
      member: [200, 200, 403],
      admin: [200, 200, 200],
      owner: [200, 200, 200],
    };
    expect(statuses).toEqual(expected[role]);
  },
);
