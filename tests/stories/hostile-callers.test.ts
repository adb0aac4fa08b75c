import { generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { countRows } from "../support/count-rows.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";

const stack = inject("stack");
const { appUrl, databaseUrl, signingJwk } = stack;

let tenant: LiveTenant;
let before: Record<string, number>;

const DRAFT = JSON.stringify({ definition: { schemaVersion: 1, name: "Mine" } });

beforeAll(async () => {
  tenant = await newLiveTenant(stack);
  await tenant.api("GET", "/me");
  before = await countRows(databaseUrl);
});

afterAll(async () => {
  expect((await fetch(`${appUrl}/api/health`)).status).toBe(200);
});

const call = async (
  headers: Record<string, string>,
  { method = "POST", path = "/api/v1/workflows", body = DRAFT as string | null } = {},
) => {
  const answer = await fetch(`${appUrl}${path}`, {
    method,
    redirect: "manual",
    headers: { ...(body && { "content-type": "application/json" }), ...headers },
    body,
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    code: /"code":"([a-z_]+)"/.exec(text)?.[1],
  };
};

const expectNothingWritten = async () => expect(await countRows(databaseUrl)).toEqual(before);

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The caller's own claims, changed, under the key of our choice. */
const forge = async (
  change: Record<string, unknown>,
  { jwk = signingJwk, alg = "ES256" }: { jwk?: JWK | CryptoKey; alg?: string } = {},
) => {
  const claims = JSON.parse(Buffer.from(tenant.token.split(".")[1] ?? "", "base64url").toString());
  const key = "kty" in jwk ? await importJWK(jwk, alg) : jwk;
  return new SignJWT({ ...claims, ...change })
    .setProtectedHeader({ alg, typ: "JWT", kid: String(signingJwk.kid) })
    .sign(key);
};

test("no token but a genuine, current one of a signed-in person is believed", async () => {
  const [top = "", claims = "", signature = ""] = tenant.token.split(".");
  const other = await generateKeyPair("ES256", { extractable: true });
  const now = Math.floor(Date.now() / 1000);
  const published = await (
    await fetch(`${stack.supabaseUrl}/auth/v1/.well-known/jwks.json`)
  ).text();
  const hmacKey = { kty: "oct", k: Buffer.from(published).toString("base64url") };
  const tokens: Record<string, string> = {
    none: "",
    garbage: "a.b.c",
    "an API key of nobody": "stw_0123456789abcdefghijklmnopqrstuv",
    "the publishable key": stack.publishableKey,
    "the secret key": stack.secretKey,
    "without signature": `${top}.${claims}.`,
    "alg none": `${b64({ alg: "none", typ: "JWT" })}.${claims}.`,
    "alg None, signed": `${b64({ alg: "None" })}.${claims}.${signature}`,
    "claims exchanged": `${top}.${b64({ sub: "0", role: "authenticated" })}.${signature}`,
    "HMAC under the public key": await forge({}, { jwk: hmacKey, alg: "HS256" }),
    "another key under our name": await forge({}, { jwk: other.privateKey }),
    expired: await forge({ exp: now - 60 }),
    "without an end": await forge({ exp: undefined }),
    "not yet valid": await forge({ nbf: now + 600 }),
    "for another audience": await forge({ aud: "another" }),
    "role postgres": await forge({ role: "postgres" }),
    "role service_role": await forge({ role: "service_role" }),
    "role anon": await forge({ role: "anon" }),
    "nobody's id": await forge({ sub: "1 or 1=1" }),
    "too long": "a".repeat(9_000),
  };
  for (const [name, token] of Object.entries(tokens)) {
    const { status, code, headers } = await call(token ? { authorization: `Bearer ${token}` } : {});
    expect([name, status, code]).toEqual([name, 401, "unauthenticated"]);
    expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
  }
  for (const authorization of ["Basic YTpi", "Bearer", `bearer ${tenant.token} x`, "Bearer a\tb"])
    expect((await call({ authorization })).status).toBe(401);
  await expectNothingWritten();
  expect((await call({ authorization: `Bearer ${await forge({})}` })).status).toBe(201);
  before = await countRows(databaseUrl);
});

test("the database gateway believes no forged token, nor a role that was never granted to it", async () => {
  const stranger = await generateKeyPair("ES256", { extractable: true });
  const read = async (token: string) => {
    const headers = { apikey: stack.publishableKey, authorization: `Bearer ${token}` };
    const answer = await fetch(`${stack.supabaseUrl}/rest/v1/tenants`, { headers });
    return { status: answer.status, body: (await answer.json()) as { code: string } };
  };
  for (const role of ["authenticated", "service_role", "postgres"]) {
    const { status } = await read(await forge({ role }, { jwk: stranger.privateKey }));
    expect([role, status]).toEqual([role, 401]);
  }
  for (const role of ["postgres", "supabase_admin", "steward_engine"]) {
    const { status, body } = await read(await forge({ role }));
    expect([role, status, body.code]).toEqual([role, 403, "42501"]);
  }
});

test("a page of another site cannot use the session of a browser", async () => {
  const session = { access_token: tenant.token, refresh_token: "r", token_type: "bearer" };
  const cookie = `steward=base64-${b64(session)}`;
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${appUrl}.evil.example` },
    { origin: appUrl, "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    {},
  ];
  for (const headers of foreign) {
    const { status, code } = await call({ cookie, ...headers });
    expect([headers, status, code]).toEqual([headers, 403, "forbidden"]);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const { status } = await call({ cookie, origin: appUrl, "content-type": type });
    expect([type, status]).toEqual([type, 403]);
  }
  await expectNothingWritten();
  const own = await call({ cookie, origin: appUrl, "sec-fetch-site": "same-origin" });
  expect(own.status).toBe(201);
  expect(own.headers.get("access-control-allow-origin")).toBeNull();
  before = await countRows(databaseUrl);
});

test("fields, parameters and values nobody asked for are named and change nothing", async () => {
  const authorization = `Bearer ${tenant.token}`;
  const id = "01a1fdc2-0000-7000-8000-000000000000";
  const tries: [string, string, string | null, number, string][] = [
    ["POST", "/workflows", '{"definition":{},"tenantId":"x"}', 422, "invalid_input"],
    ["POST", "/workflows", "[]", 422, "invalid_input"],
    ["POST", "/workflows", "null", 422, "invalid_input"],
    ["POST", "/events", '{"name":"a","data":{},"source":"system"}', 422, "invalid_input"],
    ["POST", "/events", '{"name":"a","data":{"__proto__":{}}}', 400, "malformed"],
    ["PATCH", `/tenants/${id}`, '{"plan":"enterprise"}', 422, "invalid_input"],
    ["GET", "/runs?limit=100000", null, 422, "invalid_input"],
    ["GET", "/runs?order=desc", null, 422, "invalid_input"],
    ["GET", "/runs?limit=1&limit=2", null, 400, "malformed"],
    ["GET", "/runs?workflowId=%00", null, 400, "malformed"],
    ["GET", "/runs?cursor=bm90IGEgY3Vyc29y", null, 422, "invalid_input"],
    ["GET", "/runs/1%20or%201=1", null, 404, "not_found"],
    ["GET", `/runs/${id}%00`, null, 404, "not_found"],
  ];
  for (const [method, path, body, ...expected] of tries) {
    const answer = await call({ authorization }, { method, path: `/api/v1${path}`, body });
    expect([method, path, answer.status, answer.code]).toEqual([method, path, ...expected]);
  }
  for (const key of ["", "a".repeat(256), "a b", "ü"]) {
    const headers = { authorization, "idempotency-key": Buffer.from(key).toString("latin1") };
    expect([key, (await call(headers)).code]).toEqual([key, "malformed"]);
  }
  await expectNothingWritten();
});
