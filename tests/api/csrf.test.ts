import { expect } from "vitest";
import { z } from "zod";
import { route } from "@/lib/api/route";
import { params, test } from "@/tests/support/test";
import { sessionCookieOf } from "@/tests/support/token";

const OURS = "http://127.0.0.1:3000";

const counter = () => {
  const calls: string[] = [];
  const spec = {
    summary: "Change",
    access: "runs:write",
    body: z.object({}).optional(),
    output: z.object({}),
  } as const;
  const door = route(spec, async ({ request }) => {
    calls.push(request.method);
    return {};
  });
  return { calls, door };
};

const json = { "content-type": "application/json" };

const refused: [string, Record<string, string>][] = [
  ["no Origin", json],
  ["another site", { ...json, origin: "https://evil.example" }],
  ["a site whose name begins like ours", { ...json, origin: "http://127.0.0.1:3000.evil.example" }],
  ["our host over another scheme's port", { ...json, origin: "http://127.0.0.1:3001" }],
  ["the null origin", { ...json, origin: "null" }],
  ["an Origin that is no URL", { ...json, origin: "x" }],
  ["a sibling site", { ...json, origin: OURS, "sec-fetch-site": "same-site" }],
  ["a cross-site fetch that hides its origin", { ...json, "sec-fetch-site": "cross-site" }],
  ["plain text", { "content-type": "text/plain", origin: OURS }],
  ["a form", { "content-type": "application/x-www-form-urlencoded", origin: OURS }],
  ["a multipart form", { "content-type": "multipart/form-data; boundary=x", origin: OURS }],
];

for (const method of ["POST", "PUT", "PATCH", "DELETE"])
  test.for(refused)(
    `${method} with a session from %s is refused, without effect`,
    async ([, headers], { tenant }) => {
      const { calls, door } = counter();
      const cookie = sessionCookieOf(tenant.token);
      const request = new Request(`${OURS}/api/v1/x`, {
        method,
        headers: { ...headers, cookie },
        body: "{}",
      });
      const response = await door(request, params());
      expect([response.status, calls]).toEqual([403, []]);
    },
  );

test.for([
  ["our Origin", { ...json, origin: OURS }],
  [
    "our Origin and a same-origin fetch",
    { ...json, origin: OURS, "sec-fetch-site": "same-origin" },
  ],
  ["a same-origin fetch", { ...json, "sec-fetch-site": "same-origin" }],
  ["the host it was sent to", { ...json, origin: "http://localhost:3000", host: "localhost:3000" }],
] as [string, Record<string, string>][])(
  "a session from %s may change things",
  async ([, headers], { tenant }) => {
    const { calls, door } = counter();
    const cookie = sessionCookieOf(tenant.token);
    const request = new Request(`${OURS}/api/v1/x`, {
      method: "POST",
      headers: { ...headers, cookie },
      body: "{}",
    });
    expect((await door(request, params())).status).toBe(200);
    expect(calls).toEqual(["POST"]);
  },
);

test("a bearer token needs no Origin, since no browser adds it by itself", async ({ tenant }) => {
  const { door } = counter();
  const headers = { origin: "https://app.partner.example" };
  expect((await door(tenant.request("POST", {}, { headers }), params())).status).toBe(200);
});

test("reading with a session needs no Origin", async ({ tenant }) => {
  const read = route(
    { summary: "Read", access: "runs:read", output: z.object({}) },
    async () => ({}),
  );
  const headers = { cookie: sessionCookieOf(tenant.token), origin: "https://evil.example" };
  expect((await read(new Request(`${OURS}/api/v1/x`, { headers }))).status).toBe(200);
});

test.for([
  [{}, 200],
  [{ origin: OURS }, 200],
  [{ origin: "https://evil.example" }, 403],
  [{ "sec-fetch-site": "cross-site" }, 403],
] as [Record<string, string>, number][])(
  "a public change takes programs and our pages, not other sites: %j",
  async ([headers, status], { database: _ }) => {
    const spec = {
      summary: "Sign in",
      access: "public",
      body: z.object({}),
      output: z.object({}),
    } as const;
    const door = route(spec, async () => ({}));
    const request = new Request(`${OURS}/api/x`, {
      method: "POST",
      headers: { ...json, ...headers },
      body: "{}",
    });
    expect((await door(request)).status).toBe(status);
  },
);
