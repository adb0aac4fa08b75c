import { describe, expect } from "vitest";
import { z } from "zod";
import { route } from "@/lib/api/route";
import { AppError, ERRORS, type ErrorCode } from "@/lib/core/errors";
import { PageQuery } from "@/lib/core/page";
import { params, test } from "@/tests/support/test";

const Thing = z.object({ id: z.string(), name: z.string(), size: z.number() });

const GET = route(
  {
    summary: "List things",
    access: "runs:read",
    params: z.object({ kind: z.enum(["big", "small"]) }),
    query: PageQuery.extend({ status: z.array(z.enum(["open", "shut"])).optional() }),
    output: z.object({ data: z.array(Thing), nextCursor: z.null() }),
  },
  async ({ query }) => ({
    data: [{ id: "1", name: (query.status ?? []).join("+"), size: query.limit, secret: "x" }],
    nextCursor: null,
  }),
);

const NewThing = z.object({
  name: z.string().min(1),
  parts: z.array(z.strictObject({ weight: z.number() })).default([]),
});

const POST = route(
  {
    summary: "Make a thing",
    access: "runs:write",
    body: NewThing,
    output: z.object({ name: z.string(), parts: z.int() }),
    status: 201,
    maxBytes: 2048,
  },
  async ({ body, reply }) => {
    reply.set("location", "/api/v1/things/1");
    return { name: body.name, parts: body.parts.length };
  },
);

const kind = params({ kind: "big" });

const failing = (error: unknown) =>
  route({ summary: "Fail", access: "runs:read", output: z.object({}) }, () =>
    Promise.reject(error),
  );

const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({ status: response.status, instance: expect.any(String) });
  expect(problem.requestId).toBe(response.headers.get("x-request-id"));
  return problem;
};

test("an answer is what its contract says, and no field more", async ({ tenant }) => {
  const response = await GET(tenant.request("GET"), kind);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    data: [{ id: "1", name: "", size: 50 }],
    nextCursor: null,
  });
});

test("a created thing answers with its status and place", async ({ tenant }) => {
  const response = await POST(tenant.request("POST", { name: "a" }), params());
  expect(response.status).toBe(201);
  expect(response.headers.get("location")).toBe("/api/v1/things/1");
  expect(await response.json()).toEqual({ name: "a", parts: 0 });
});

test("a contract without an answer gives 204 and no body", async ({ tenant }) => {
  const DELETE = route(
    { summary: "Drop", access: "runs:write", output: null },
    async () => undefined,
  );
  const response = await DELETE(tenant.request("DELETE"), params());
  expect([response.status, await response.text()]).toEqual([204, ""]);
});

test("every answer carries ids, forbids caching and sniffing", async ({ tenant }) => {
  for (const response of [
    await GET(tenant.request("GET"), kind),
    await failing(new Error("x"))(tenant.request("GET"), params()),
  ]) {
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("traceparent")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("a good request id and trace are continued, bad ones replaced", async ({ tenant }) => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const good = await GET(
    tenant.request("GET", undefined, {
      headers: { "x-request-id": "mine-12345", traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    }),
    kind,
  );
  expect(good.headers.get("x-request-id")).toBe("mine-12345");
  expect(good.headers.get("traceparent")).toContain(trace);
  for (const traceparent of [
    "00-zz",
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `ff-${trace}-1-1`,
  ]) {
    const headers = { "x-request-id": "no good!", traceparent };
    const bad = await GET(tenant.request("GET", undefined, { headers }), kind);
    expect(bad.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(bad.headers.get("traceparent")).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  }
});

describe("errors", () => {
  test("each code of ours has its status, title and detail", async ({ tenant }) => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      const error = new AppError(code, "The reason.", { retryAfterS: 1.2 });
      const response = await failing(error)(tenant.request("GET"), params());
      expect(response.status).toBe(ERRORS[code].status);
      expect(response.headers.get("retry-after")).toBe("2");
      const { title } = ERRORS[code];
      expect(await problemOf(response)).toMatchObject({ code, title, detail: "The reason." });
      expect(response.headers.has("www-authenticate")).toBe(response.status === 401);
    }
  });

  test.for([
    [{ code: "23505" }, 409, "conflict"],
    [{ code: "22P05" }, 422, "invalid_input"],
    [{ code: "42501" }, 403, "forbidden"],
    [{ code: "57014" }, 504, "timeout"],
    [{ code: "53300" }, 503, "unavailable"],
    [{ code: "ECONNREFUSED" }, 503, "unavailable"],
    [new Error("Connection terminated unexpectedly"), 503, "unavailable"],
    [{ code: "42P01" }, 500, "internal"],
    ["thrown text", 500, "internal"],
    [undefined, 500, "internal"],
  ] as const)(
    "what the driver throws is explained: %j",
    async ([thrown, status, code], { tenant }) => {
      const response = await failing(thrown)(tenant.request("GET"), params());
      expect(response.status).toBe(status);
      expect(await problemOf(response)).toMatchObject({ code });
    },
  );

  test("an error of ours tells nobody its details", async ({ tenant }) => {
    const error = new Error("connect to postgres://admin:hunter2@db.internal failed", {
      cause: new Error("stack detail"),
    });
    const response = await failing(error)(tenant.request("GET"), params());
    const text = JSON.stringify(await problemOf(response));
    expect(response.status).toBe(500);
    for (const detail of ["hunter2", "db.internal", "stack", "route.test"])
      expect(text).not.toContain(detail);
  });

  test("an answer that breaks its contract is an error of ours", async ({ tenant }) => {
    const broken = route(
      { summary: "Break", access: "runs:read", output: z.object({ n: z.number() }) },
      async () => ({ n: "no" }) as never,
    );
    const response = await broken(tenant.request("GET"), params());
    expect(await problemOf(response)).toMatchObject({ code: "internal" });
  });

  test("a handler that takes too long is answered 504 and told to stop", async ({ tenant }) => {
    let stopped = false;
    const slow = route(
      { summary: "Dawdle", access: "runs:read", output: z.object({}), timeoutMs: 30 },
      ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            stopped = true;
            resolve({});
          });
        }),
    );
    const response = await slow(tenant.request("GET"), params());
    expect([response.status, stopped]).toEqual([504, true]);
  });

  test("what Next throws to steer passes through", async ({ tenant }) => {
    const redirect = Object.assign(new Error("NEXT_REDIRECT"), {
      digest: "NEXT_REDIRECT;push;/x;307;",
    });
    await expect(failing(redirect)(tenant.request("GET"), params())).rejects.toBe(redirect);
  });
});

describe("what comes in", () => {
  test("a parameter that nobody asked for is told, also where none is asked for", async ({
    tenant,
  }) => {
    const response = await POST(
      tenant.request("POST", { name: "a" }, { query: "dry=1" }),
      params(),
    );
    expect(await problemOf(response)).toMatchObject({
      code: "invalid_input",
      errors: [expect.objectContaining({ path: "dry", code: "unrecognized_key" })],
    });
  });

  test("every problem of a body is told at once, with its path", async ({ tenant }) => {
    const body = { name: "", parts: [{ weight: "1" }, { weight: 1, colour: "red" }], extra: 1 };
    const response = await POST(tenant.request("POST", body), params());
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({
      code: "invalid_input",
      errors: expect.arrayContaining([
        expect.objectContaining({ path: "name" }),
        expect.objectContaining({ path: "parts.0.weight" }),
        expect.objectContaining({ path: "parts.1.colour", code: "unrecognized_key" }),
        expect.objectContaining({ path: "extra", code: "unrecognized_key" }),
      ]),
    });
  });

  test.for([
    ["no body", undefined, {}, 415],
    ["an empty body", "", {}, 400],
    ["broken JSON", "{", {}, 400],
    ["a NUL", '{"name":"a\\u0000"}', {}, 400],
    ["text", '{"name":"a"}', { "content-type": "text/plain" }, 415],
    ["a form", "name=a", { "content-type": "application/x-www-form-urlencoded" }, 415],
    [
      "another charset",
      '{"name":"a"}',
      { "content-type": "application/json; charset=latin1" },
      415,
    ],
    [
      "a charset that is ours",
      '{"name":"a"}',
      { "content-type": "application/json; charset=UTF-8" },
      201,
    ],
    ["a JSON dialect", '{"name":"a"}', { "content-type": "application/merge-patch+json" }, 201],
    ["an encoding", '{"name":"a"}', { "content-encoding": "gzip" }, 415],
    ["too much", JSON.stringify({ name: "a".repeat(3000) }), {}, 413],
    ["null", "null", {}, 422],
    ["a list", "[]", {}, 422],
  ] as const)("a body with %s", async ([, body, headers, status], { tenant }) => {
    const response = await POST(tenant.request("POST", body, { headers }), params());
    expect(response.status).toBe(status);
    if (status >= 400) await problemOf(response);
  });

  test("a body may be left out where the contract allows it", async ({ tenant }) => {
    const optional = route(
      {
        summary: "Go",
        access: "runs:write",
        body: NewThing.optional(),
        output: z.object({ had: z.boolean() }),
      },
      async ({ body }) => ({ had: body !== undefined }),
    );
    const without = await optional(tenant.request("POST"), params());
    expect(await without.json()).toEqual({ had: false });
    const withBody = await optional(tenant.request("POST", { name: "a" }), params());
    expect(await withBody.json()).toEqual({ had: true });
    const unknown = await optional(tenant.request("POST", { name: "a", more: 1 }), params());
    expect(unknown.status).toBe(422);
  });

  test.for([
    ["limit=2", 200],
    ["status=open&status=shut", 200],
    ["status=open", 200],
    ["limit=2&limit=3", 400],
    ["limit=0", 422],
    ["limit=201", 422],
    ["limit=x", 422],
    ["status=ajar", 422],
    ["colour=red", 422],
    ["__proto__=1", 422],
    ["cursor=%00", 400],
  ] as const)("the query %s is answered %i", async ([query, status], { tenant }) => {
    const response = await GET(tenant.request("GET", undefined, { query }), kind);
    expect(response.status).toBe(status);
    if (query === "status=open&status=shut")
      expect(await response.json()).toMatchObject({ data: [{ name: "open+shut" }] });
  });

  test("a path parameter that cannot be one is not found", async ({ tenant }) => {
    const response = await GET(tenant.request("GET"), params({ kind: "'; drop table" }));
    expect(response.status).toBe(404);
  });
});

describe("fields and validators", () => {
  test("?fields= keeps what it names, in each item of a list", async ({ tenant }) => {
    const response = await GET(
      tenant.request("GET", undefined, { query: "fields=id, size" }),
      kind,
    );
    expect(await response.json()).toEqual({ data: [{ id: "1", size: 50 }], nextCursor: null });
  });

  test("a field that does not exist is refused by name", async ({ tenant }) => {
    const response = await GET(
      tenant.request("GET", undefined, { query: "fields=id,secret" }),
      kind,
    );
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({ errors: [{ path: "fields" }] });
  });

  test("an unchanged answer is 304 without a body, a changed one comes whole", async ({
    tenant,
  }) => {
    const first = await GET(tenant.request("GET"), kind);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    for (const value of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await GET(
        tenant.request("GET", undefined, { headers: { "if-none-match": value } }),
        kind,
      );
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([
        304,
        "",
        etag,
      ]);
    }
    const headers = { "if-none-match": etag };
    const other = await GET(tenant.request("GET", undefined, { headers, query: "limit=3" }), kind);
    expect(other.status).toBe(200);
  });

  test("a command has no validator", async ({ tenant }) => {
    const response = await POST(tenant.request("POST", { name: "a" }), params());
    expect(response.headers.has("etag")).toBe(false);
  });
});
