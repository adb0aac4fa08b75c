import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { HttpResponse, http } from "msw";
import { describe, expect } from "vitest";
import { z } from "zod";
import { GET as unknownPath } from "@/app/api/[...path]/route";
import { GET as live } from "@/app/api/health/route";
import { route } from "@/lib/api/route";
import { resetEnv } from "@/lib/core/env";
import { notePeers } from "@/lib/infra/auth/note-peers";
import { asSystem } from "@/lib/infra/db/as-system";
import { partsAway } from "@/lib/infra/health/parts-away";
import { requestsCounted } from "@/lib/infra/log/count-request";
import { setErrorSink } from "@/lib/infra/log/report-error";
import { params, test } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

const failing = (error: unknown) =>
  route({ summary: "Fail", access: "runs:read", output: z.object({}) }, () =>
    Promise.reject(error),
  );

describe("health", () => {
  test("a live process says so without asking anybody", async () => {
    const response = live();
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  const answer = (engine: number, gateway: number) =>
    vendors.use(
      http.get("http://engine.test/health", () => new HttpResponse(null, { status: engine })),
      http.get(
        "http://supabase.test/auth/v1/health",
        () => new HttpResponse(null, { status: gateway }),
      ),
    );

  test("parts that answer are not away; those that fail, hang or refuse are named", async ({
    database,
  }) => {
    answer(200, 401);
    expect(await partsAway(10_000)).toEqual([]);
    answer(503, 200);
    expect(await partsAway(20_000)).toEqual(["engine"]);
    vendors.use(http.get("http://engine.test/health", () => HttpResponse.error()));
    vendors.use(http.get("http://supabase.test/auth/v1/health", () => new Promise(() => {})));
    const started = performance.now();
    expect(await partsAway(30_000)).toEqual(["engine", "gateway"]);
    expect(performance.now() - started).toBeLessThan(1500);
    expect(database).toContain("test_");
  });

  test("probes that come together share one look", async ({ database: _ }) => {
    let looks = 0;
    vendors.use(
      http.get("http://engine.test/health", () => {
        looks += 1;
        return new HttpResponse(null);
      }),
      http.get("http://supabase.test/auth/v1/health", () => new HttpResponse(null)),
    );
    await Promise.all(Array.from({ length: 50 }, () => partsAway(50_000)));
    expect(looks).toBe(1);
  });

  test("readiness is a problem that names the part and no address", async ({ database: _ }) => {
    const { GET } = await import("@/app/api/health/ready/route");
    answer(500, 200);
    const response = await GET(new Request("http://127.0.0.1:3000/api/health/ready"));
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      code: "unavailable",
      errors: [{ path: "engine", code: "away" }],
    });
    for (const address of ["engine.test", "supabase.test", "postgres:"])
      expect(text).not.toContain(address);
  });
});

test("a path of the API that does not exist is a problem, not a page", async ({ database: _ }) => {
  const response = await unknownPath(new Request("http://127.0.0.1:3000/api/v1/nothing"));
  expect([response.status, response.headers.get("content-type")]).toEqual([
    404,
    "application/problem+json",
  ]);
});

test("each answered request of a tenant is counted once, by the name of its route", async ({
  tenant,
}) => {
  const GET = route({ summary: "Go", access: "runs:read", output: z.object({}) }, async () => ({}));
  const at = { path: "/api/v1/runs/7" };
  await GET(tenant.request("GET", undefined, at), params({ id: "7" }));
  await failing(new Error("x"))(tenant.request("GET", undefined, at), params({ id: "7" }));
  await GET(new Request("http://127.0.0.1:3000/api/v1/runs/7"), params({ id: "7" }));
  await requestsCounted();
  const { rows } =
    await sql`select route, method, status from public.api_requests where tenant_id = ${tenant.tenantId} order by id`.execute(
      asSystem("a look at the metrics"),
    );
  expect(rows).toEqual([
    { route: "/api/v1/runs/[id]", method: "GET", status: 200 },
    { route: "/api/v1/runs/[id]", method: "GET", status: 500 },
  ]);
});

test("every error of ours reaches the error tracker once, with the request id; refusals do not", async ({
  tenant,
}) => {
  const reported: { error: unknown; tags: Record<string, string> }[] = [];
  setErrorSink((error, tags) => reported.push({ error, tags }));
  try {
    const bug = new Error("bug");
    const headers = { "x-request-id": "request-1234" };
    await failing(bug)(tenant.request("GET", undefined, { headers }), params());
    await failing({ code: "23505" })(tenant.request("GET"), params());
    await failing(bug)(new Request("http://127.0.0.1:3000/api/v1/x"), params());
    expect(reported).toHaveLength(1);
    expect(reported[0]).toMatchObject({
      error: bug,
      tags: { requestId: "request-1234", tenantId: tenant.tenantId },
    });
  } finally {
    setErrorSink(undefined);
  }
});

test("what Sentry gets holds no secret, in message, cause or tags, and nothing about the person", async ({
  database: _,
}) => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    for await (const chunk of request) bodies.push(String(chunk));
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const Sentry = await import("@sentry/node");
  const { startSentry } = await import("@/lib/infra/log/start-sentry");
  const { reportError } = await import("@/lib/infra/log/report-error");
  startSentry(`http://public@127.0.0.1:${port}/1`, "test");
  const sentinels = ["stw_0123456789abcdefghjkmnpqrs", "4242424242424242", "hunter2"];
  reportError(
    new Error(`card ${sentinels[1]}`, {
      cause: new Error(`key ${sentinels[0]} at postgres://a:${sentinels[2]}@db/x`),
    }),
    { route: "/x" },
  );
  await Sentry.flush(3000);
  await Sentry.close(1000);
  setErrorSink(undefined);
  await new Promise((resolve) => server.close(resolve));
  const sent = bodies.join("");
  expect(sent).toContain("card [hidden]");
  expect(sent).toContain("/x");
  for (const sentinel of sentinels) expect(sent).not.toContain(sentinel);
});

test("the socket's address replaces what a client sends under its name", async () => {
  notePeers();
  process.env.TRUSTED_PROXIES = "0";
  resetEnv();
  const server = createServer((request, response) =>
    response.end(String(request.headers["x-steward-peer"])),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    headers: { "x-steward-peer": "6.6.6.6" },
  });
  expect(await response.text()).toBe("127.0.0.1");
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
