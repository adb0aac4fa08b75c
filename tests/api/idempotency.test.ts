import { sql } from "kysely";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { z } from "zod";
import { route } from "@/lib/api/route";
import { AppError } from "@/lib/core/errors";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { emit } from "@/lib/infra/events/emit";
import { params, test } from "@/tests/support/test";

type Hooks = { during?: () => Promise<void>; after?: () => Promise<void> };

/** A command whose effect is one event in the tenant's outbox. */
const commandWith = (
  { during, after }: Hooks = {},
  idempotency: "required" | "optional" | "none" = "optional",
) =>
  route(
    {
      summary: "Make a thing",
      access: "runs:write",
      idempotency,
      params: z.object({ id: z.string() }),
      body: z.object({ name: z.string(), size: z.number().optional() }),
      query: z.object({ mode: z.string().optional() }),
      output: z.object({ name: z.string(), nonce: z.string() }),
      status: 201,
    },
    async ({ caller, body, reply }) => {
      await during?.();
      await asTenant(caller, (tx) =>
        emit(tx, { name: "tests/thing.made", data: { tenantId: caller.tenantId } }),
      );
      await after?.();
      const nonce = crypto.randomUUID();
      reply.set("location", `/things/${nonce}`);
      return { name: body.name, nonce };
    },
  );

const POST = commandWith();
const id = params({ id: "7" });
const path = "/api/v1/things/7";
const keyed = (key: string, more: Record<string, string> = {}) => ({
  path,
  headers: { "idempotency-key": key, ...more },
});

const rowsOf = async (tenantId: string) => {
  const { rows } = await sql<{ key: string; body: string; route: string }>`
    select key, body, route from public.idempotency_keys where tenant_id = ${tenantId}`.execute(
    asSystem("a look at the ledger"),
  );
  return rows;
};

test.for(
  ["a", "x".repeat(255), '"quoted"', '"with \\"escapes\\" \\\\"', "!~#[]{}"].map(
    (k) => [k] as const,
  ),
)("ID-1 %s is a key", async ([key], { tenant }) => {
  const status = key.includes(" ") ? 400 : 201;
  expect((await POST(tenant.request("POST", { name: "a" }, keyed(key)), id)).status).toBe(status);
});

test.for(["x".repeat(256), '""', "a b", '"x', "a\tb"])(
  "ID-1 %j is no key",
  async (key, { tenant }) => {
    const response = await POST(tenant.request("POST", { name: "a" }, keyed(key)), id);
    const isBareQuote = key === '"x';
    expect(response.status).toBe(isBareQuote ? 201 : 400);
  },
);

test("ID-1 a command that requires a key is refused without one", async ({ tenant }) => {
  const required = commandWith({}, "required");
  expect((await required(tenant.request("POST", { name: "a" }, { path }), id)).status).toBe(400);
  expect((await required(tenant.request("POST", { name: "a" }, keyed("k")), id)).status).toBe(201);
});

test("ID-2 the same key of another tenant, person, key or route is another command", async ({
  tenant,
  rival,
}) => {
  const other = params({ id: "8" });
  const callers = [tenant, rival, await tenant.as("member"), await tenant.key()];
  const nonces = new Set<string>();
  for (const caller of callers) {
    const { nonce } = await (
      await POST(caller.request("POST", { name: "a" }, keyed("k")), id)
    ).json();
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(4);
  const elsewhere = tenant.request(
    "POST",
    { name: "a" },
    { ...keyed("k"), path: "/api/v1/others/8" },
  );
  expect((await POST(elsewhere, other)).status).toBe(201);
});

test("ID-3 an answer is kept for 24 hours, then the key is new", async ({ tenant }) => {
  const send = () => POST(tenant.request("POST", { name: "a" }, keyed("k")), id);
  await send();
  const { rows } = await sql<{ hours: number }>`
    select extract(epoch from expires_at - now()) / 3600 as hours from public.idempotency_keys where tenant_id = ${tenant.tenantId}`.execute(
    asSystem("a look at the ledger"),
  );
  expect(Number(rows[0]?.hours)).toBeCloseTo(24, 1);
  await sql`update public.idempotency_keys set expires_at = now() - interval '1 second'`.execute(
    asSystem("a day passes"),
  );
  const again = await send();
  expect(again.headers.has("idempotent-replayed")).toBe(false);
  expect(await tenant.events()).toHaveLength(2);
  expect((await send()).headers.get("idempotent-replayed")).toBe("true");
});

describe("ID-4 the fingerprint", () => {
  test("does not mind the order of fields and white space", async ({ tenant }) => {
    await POST(tenant.request("POST", '{"name":"a","size":1}', keyed("k")), id);
    const again = await POST(
      tenant.request("POST", '{ "size": 1,\n "name": "a" }', keyed("k")),
      id,
    );
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test.for([
    ["another body", { name: "b" }, path, "7", ""],
    ["a further field", { name: "a", size: 1 }, path, "7", ""],
    ["another thing", { name: "a" }, "/api/v1/things/8", "8", ""],
    ["another query", { name: "a" }, path, "7", "mode=x"],
  ] as const)("minds %s", async ([, body, at, thing, query], { tenant }) => {
    await POST(tenant.request("POST", { name: "a" }, keyed("k")), id);
    const other = tenant.request("POST", body, { ...keyed("k"), path: at, query });
    const response = await POST(other, params({ id: thing }));
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "idempotency_key_reused" });
    expect(await tenant.events()).toHaveLength(1);
  });
});

test("ID-5 a hundred copies at once have one effect; the others wait or get the answer", async ({
  tenant,
}) => {
  const slow = commandWith({ during: () => new Promise((resolve) => setTimeout(resolve, 200)) });
  const responses = await Promise.all(
    Array.from({ length: 100 }, () => slow(tenant.request("POST", { name: "a" }, keyed("k")), id)),
  );
  const made = responses.filter((r) => r.status === 201 && !r.headers.has("idempotent-replayed"));
  const replayed = responses.filter((r) => r.headers.has("idempotent-replayed"));
  const refused = responses.filter((r) => r.status === 409);
  expect(made).toHaveLength(1);
  expect(refused.length).toBeGreaterThan(0);
  expect(replayed.length + refused.length).toBe(99);
  for (const response of refused) expect(response.headers.get("retry-after")).toBe("1");
  expect(await tenant.events()).toHaveLength(1);
});

test("ID-6 the answer comes again byte for byte, with its status and headers", async ({
  tenant,
}) => {
  const send = () => POST(tenant.request("POST", { name: "ä 👩‍👧" }, keyed("k")), id);
  const first = await send();
  const second = await send();
  expect(second.status).toBe(first.status);
  expect(Buffer.from(await second.arrayBuffer())).toEqual(Buffer.from(await first.arrayBuffer()));
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
  expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"));
  expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  expect([first, second].map((r) => r.headers.get("idempotent-replayed"))).toEqual([null, "true"]);
});

test("ID-7 a failure after the effect takes the effect back and frees the key", async ({
  tenant,
}) => {
  for (const error of [
    new Error("bug"),
    new AppError("conflict", "late"),
    new AppError("unavailable", "away"),
  ]) {
    const failing = commandWith({ after: () => Promise.reject(error) });
    expect(
      (await failing(tenant.request("POST", { name: "a" }, keyed("k")), id)).status,
    ).toBeGreaterThan(400);
    expect(await tenant.events()).toEqual([]);
    expect(await rowsOf(tenant.tenantId)).toEqual([]);
  }
  expect((await POST(tenant.request("POST", { name: "a" }, keyed("k")), id)).status).toBe(201);
});

test("ID-7 a request that is refused stores nothing", async ({ tenant }) => {
  const viewer = await tenant.as("viewer");
  const refused = [
    await POST(tenant.request("POST", { name: 1 }, keyed("k")), id),
    await POST(tenant.request("POST", "{", keyed("k")), id),
    await POST(viewer.request("POST", { name: "a" }, keyed("k")), id),
  ];
  expect(refused.map(({ status }) => status)).toEqual([422, 400, 403]);
  expect(await rowsOf(tenant.tenantId)).toEqual([]);
});

test("ID-8 a holder that dies gives way at once", async ({ tenant, database }) => {
  const send = () => POST(tenant.request("POST", { name: "a" }, keyed("k")), id);
  const name = `${tenant.tenantId} user:${tenant.userId} POST /api/v1/things/[id] k`;
  const holder = postgres(database, { max: 1, onnotice: () => {} });
  const [row] =
    await holder`select pg_backend_pid() as pid, pg_advisory_lock(hashtextextended(${name}, 7))`;
  expect((await send()).status).toBe(409);
  await sql`select pg_terminate_backend(${row?.pid}, 2000)`.execute(asSystem("the holder dies"));
  expect((await send()).status).toBe(201);
  expect(await tenant.events()).toHaveLength(1);
  await holder.end({ timeout: 1 });
});

test("ID-8 an answer that was lost on its way is replayed, and the effect stays one", async ({
  tenant,
}) => {
  for (let at = 0; at < 20; at += 1) {
    const send = () => POST(tenant.request("POST", { name: "a" }, keyed(`k${at}`)), id);
    await send();
    expect((await send()).headers.get("idempotent-replayed")).toBe("true");
  }
  expect(await tenant.events()).toHaveLength(20);
});

test("what is shown once does not lie readable in the ledger", async ({ tenant }) => {
  await POST(tenant.request("POST", { name: "sentinel-secret" }, keyed("k")), id);
  const [row] = await rowsOf(tenant.tenantId);
  expect(row?.route).toBe("POST /api/v1/things/[id]");
  expect(row?.body).toMatch(/^v1\./);
  expect(row?.body).not.toContain("sentinel-secret");
});

test("without a key every request is a command of its own", async ({ tenant }) => {
  const send = () => POST(tenant.request("POST", { name: "a" }, { path }), id);
  await send();
  await send();
  expect(await tenant.events()).toHaveLength(2);
  expect(await rowsOf(tenant.tenantId)).toEqual([]);
});
