import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@supabase/supabase-js";
import { generateKeyPair, importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPerson, startGateway, type TestGateway } from "./support/gateway.ts";
import { query } from "./support/server.ts";

let gateway: TestGateway;
let ann: Awaited<ReturnType<typeof newPerson>>;
let bob: Awaited<ReturnType<typeof newPerson>>;

beforeAll(async () => {
  gateway = await startGateway();
  ann = await newPerson(gateway);
  bob = await newPerson(gateway);
});
afterAll(() => gateway.end());

const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(`${gateway.url}${path}`, {
    ...init,
    headers: {
      apikey: gateway.config.publishableKey,
      "content-type": "application/json",
      ...headers,
    },
  });

describe("rows", () => {
  test("of one person are never seen or changed by another, however many ask at once", async () => {
    await ann.client.from("notes").insert({ body: "ann's" }).throwOnError();
    await bob.client.from("notes").insert({ body: "bob's" }).throwOnError();
    const anonymous = gateway.client();
    const asked = await Promise.all(
      Array.from({ length: 150 }, (_, n) => {
        const client = [ann.client, bob.client, anonymous][n % 3];
        return client
          ?.from("notes")
          .select("body")
          .then(({ data }) => [n % 3, JSON.stringify(data)] as const);
      }),
    );
    const expected = ['[{"body":"ann\'s"}]', '[{"body":"bob\'s"}]', "[]"];
    for (const answer of asked) expect(answer?.[1]).toBe(expected[answer?.[0] ?? 0]);
    const stolen = await bob.client
      .from("notes")
      .update({ body: "taken" })
      .eq("owner", ann.id)
      .select();
    expect(stolen.data).toEqual([]);
    const forged = await bob.client.from("notes").insert({ body: "hers", owner: ann.id });
    expect(forged).toMatchObject({ status: 403, error: { code: "42501" } });
  });

  test("look as PostgREST sends them", async () => {
    const { data } = await ann.client
      .from("notes")
      .insert({ body: "x", amount: 12.5 })
      .select("amount, at")
      .single();
    expect(data).toEqual({ amount: 12.5, at: "2026-01-02T03:04:05.678+00:00" });
  });

  test("of a new table are reachable after a reload with the secret key, and only then", async () => {
    await query(
      gateway.database.url,
      "create table public.later (n int); insert into public.later values (3)",
    );
    expect((await gateway.client().from("later").select()).error?.code).toBe("PGRST205");
    expect((await get("/admin/reload", {}, { method: "POST" })).status).toBe(401);
    const answer = await get(
      "/admin/reload",
      { apikey: gateway.config.secretKey },
      { method: "POST" },
    );
    expect(answer.status).toBe(204);
    expect((await gateway.client(gateway.config.secretKey).from("later").select()).data).toEqual([
      { n: 3 },
    ]);
  });
});

describe("a function", () => {
  test("knows its caller by auth.uid, auth.role and auth.email", async () => {
    const { data } = await ann.client.rpc("whoami");
    expect(data).toEqual({
      uid: ann.id,
      role: "authenticated",
      email: ann.email,
      user: "authenticated",
    });
    const nobody = await gateway.client().rpc("whoami");
    expect(nobody.data).toEqual({ uid: null, role: "anon", email: null, user: "anon" });
    const service = await gateway.client(gateway.config.secretKey).rpc("whoami");
    expect(service.data).toMatchObject({ role: "service_role", user: "service_role" });
  });

  test.each([
    [{ a: 1 }, "object"],
    [[1, 2], "array"],
    ["{not json", "string"],
    ["text", "string"],
  ])("takes %j as jsonb", async (value, kind) => {
    expect((await ann.client.rpc("kind", { value })).data).toBe(kind);
  });

  test.each([
    ["P0001", 400],
    ["23514", 400],
    ["40001", 500],
    ["28000", 403],
    ["STW01", 400],
  ])("that raises %s answers %i with code, message, details and hint", async (code, status) => {
    const answer = await ann.client.rpc("refuse", { code });
    const error = { code, message: "refused", details: "because", hint: "try less" };
    expect(answer).toMatchObject({ status, error });
  });

  test("that anon calls is cut off after three seconds", async () => {
    const before = Date.now();
    const { error } = await gateway.client().rpc("slow");
    expect(error?.code).toBe("57014");
    expect(Date.now() - before).toBeLessThan(4_500);
  });
});

test("a constraint's refusal is 400 with its code", async () => {
  const answer = await ann.client.from("notes").insert({ body: "forbidden" });
  expect(answer).toMatchObject({ status: 400, error: { code: "23514" } });
});

describe("a token is refused", () => {
  const claims = () => ({
    sub: ann.id,
    role: "authenticated",
    aud: "authenticated",
    email: ann.email,
  });
  const hour = () => Math.floor(Date.now() / 1000) + 3600;
  const es256 = async (payload: object, options: { key?: CryptoKey; exp?: number } = {}) => {
    const key = options.key ?? (await importJWK(gateway.config.signingJwk, "ES256"));
    const jwt = new SignJWT({ ...claims(), ...payload }).setProtectedHeader({
      alg: "ES256",
      kid: "test-key",
    });
    return jwt.setExpirationTime(options.exp ?? hour()).sign(key);
  };
  const hs256 = (payload: object, secret: string) =>
    new SignJWT({ ...claims(), ...payload })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(hour())
      .sign(new TextEncoder().encode(secret));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

  const forgeries: Record<string, () => Promise<string>> = {
    "with alg none": async () => `${part({ alg: "none" })}.${part({ ...claims(), exp: hour() })}.`,
    "with alg none and a signature": async () =>
      `${part({ alg: "none" })}.${part({ ...claims(), exp: hour() })}.AA`,
    "signed with another secret": () => hs256({}, "y".repeat(32)),
    "signed with the inner secret": () => hs256({ role: "service_role" }, gateway.config.jwtSecret),
    "signed with the public key as a secret": () =>
      hs256({}, JSON.stringify(gateway.config.signingJwk.x)),
    "signed with another key of the same id": async () => {
      const { privateKey } = await generateKeyPair("ES256");
      return es256({}, { key: privateKey });
    },
    "whose payload was changed": async () => {
      const [head, , signature] = ann.token.split(".");
      return `${head}.${part({ ...claims(), role: "service_role", exp: hour() })}.${signature}`;
    },
    "that is past its time": () => es256({}, { exp: Math.floor(Date.now() / 1000) - 10 }),
    "that is no token": async () => "nonsense",
  };

  test.each(Object.keys(forgeries))("%s", async (name) => {
    const authorization = `Bearer ${await forgeries[name]?.()}`;
    const rest = await get("/rest/v1/notes", { authorization });
    expect(rest.status).toBe(401);
    expect(await rest.json()).toMatchObject({
      code: name.includes("time") ? "PGRST303" : "PGRST301",
    });
    const auth = await get("/auth/v1/user", { authorization });
    expect(auth.status).toBe(403);
    expect(await auth.json()).toMatchObject({ error_code: "bad_jwt" });
  });

  test.each(["postgres", "supabase_admin", "lite_app; reset role"])(
    "by Postgres for role %s",
    async (role) => {
      const authorization = `Bearer ${await es256({ role })}`;
      const answer = await get("/rest/v1/closed", { authorization });
      expect(answer.ok).toBe(false);
      expect(await answer.text()).not.toContain('"n"');
    },
  );
});

describe("the gateway", () => {
  test("asks for a known key", async () => {
    expect((await fetch(`${gateway.url}/rest/v1/notes`)).status).toBe(401);
    expect((await get("/rest/v1/notes", { apikey: "sb_publishable_wrong" })).status).toBe(401);
    expect((await get("/auth/v1/settings", { apikey: "wrong" })).status).toBe(401);
  });

  test("shows a table without a policy to nobody but the secret key", async () => {
    expect((await gateway.client().from("closed").select()).data).toEqual([]);
    expect((await ann.client.from("closed").select()).data).toEqual([]);
    expect((await gateway.client(gateway.config.secretKey).from("closed").select()).data).toEqual([
      { n: 1 },
    ]);
  });

  test.each([
    "/_system/config",
    "/_system",
    "/",
    "/studio",
    "/static/main.js",
    "/storage/v1/bucket",
    "/rest/v2/notes",
  ])("does not serve %s", async (path) => {
    const answer = await get(path, { apikey: gateway.config.secretKey });
    expect(answer.status).toBe(404);
  });

  test("keeps schemas other than public closed", async () => {
    const auth = createClient(gateway.url, gateway.config.secretKey, { db: { schema: "auth" } });
    expect((await auth.from("users").select()).status).toBe(406);
    expect(
      (await gateway.client(gateway.config.secretKey).from("auth.users").select()).status,
    ).toBe(404);
  });

  test("answers a browser's preflight and lets every origin read", async () => {
    const answer = await get(
      "/rest/v1/notes",
      { origin: "https://app.example", "access-control-request-headers": "apikey,x-own" },
      { method: "OPTIONS" },
    );
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-headers")).toBe("apikey,x-own");
    expect((await get("/rest/v1/notes")).headers.get("access-control-allow-origin")).toBe("*");
  });

  test("refuses a body over 10 MiB with 413 and goes on", async () => {
    const body = "x".repeat(10 * 1024 * 1024 + 1);
    const refused = await get("/rest/v1/notes", {}, { method: "POST", body }).catch(
      () => undefined,
    );
    expect(refused?.status ?? 413).toBe(413);
    expect((await get("/health")).status).toBe(200);
  });

  test("answers 503 while Postgres is away and serves again when it is back", async () => {
    const { startPostgres } = await import("../../lib/local/postgres/start.ts");
    process.kill(gateway.server.pid, "SIGKILL");
    await gateway.server.exited;
    const away = await ann.client.from("notes").select();
    expect([away.status, away.error?.code]).toEqual([503, "PGRST001"]);
    expect((await get("/health")).status).toBe(503);
    const signIn = await fetch(`${gateway.url}/auth/v1/token?grant_type=password`, {
      method: "POST",
      headers: { apikey: gateway.config.publishableKey, "content-type": "application/json" },
      body: JSON.stringify({ email: ann.email, password: "whatever it was" }),
    });
    expect(signIn.status).toBe(503);
    const { dataDir, port } = gateway.server;
    const again = await startPostgres({ dataDir, port, fsync: false });
    try {
      await expect
        .poll(async () => (await ann.client.from("notes").select()).status, { timeout: 5_000 })
        .toBe(200);
      await sleep(50);
      expect((await get("/health")).status).toBe(200);
    } finally {
      await again.stop();
    }
  });
});
