import { expect, inject, test } from "vitest";
import { newLiveTenant } from "../support/live-tenant.ts";
import { head, sendRaw } from "../support/raw-socket.ts";

const { appUrl, ...stack } = inject("stack");

const raw = (method: string, path: string, headers: Record<string, string> = {}) =>
  sendRaw(appUrl, [head(method, path, { ...headers, connection: "close" })]);

/** The answer, after the detour by which Next names what a client-side transition asks for. */
const follow = async (path: string, headers: Record<string, string>) => {
  const answer = await raw("GET", path, headers);
  const own = /^location: (\/\S+\?_rsc=\S+)/im.exec(answer.text)?.[1];
  return own ? raw("GET", own, headers) : answer;
};

/** What only files of the server or pages behind the sign-in hold. */
const SECRETS = /root:x:|"dependencies"|postgres:\/\/|sb_secret_|stewardSecret|Sign out/;

test("no spelling of a path leads out of the app or behind its sign-in", async () => {
  const paths = [
    "/../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/package.json",
    "/_next/static/../../../package.json",
    "/_next/static/..%2f..%2f..%2fpackage.json",
    "/_next/static/%2e%2e/%2e%2e/BUILD_ID",
    "/_next/static/..%5c..%5cBUILD_ID",
    "/_next/../.next/BUILD_ID",
    "/.env",
    "/.steward/secrets.json",
    "/api/v1/%2e%2e/%2e%2e/settings",
    "/api/v1/runs/..%2f..%2fme",
    "/api/health/..;/v1/me",
    "//api/v1/me",
    "/API/V1/ME",
    "/%00",
    "/%ff%fe",
    "/%zz",
    "/runs/%ff",
    "/api/%zz",
    "/api/hooks/%ff",
    "/api/v1/runs/%c0%ae%c0%ae",
    "/_next/image?url=http%3A%2F%2F127.0.0.1%2Fhealth&w=64&q=75",
    "/_next/image?url=%2F%2Fevil.example%2Fa.png&w=64&q=75",
    "/_next/image?url=file%3A%2F%2F%2Fetc%2Fpasswd&w=64&q=75",
    "/_next/data/build/settings.json",
    "http://evil.example/api/v1/me",
    "*",
    `/${"a/".repeat(4_000)}`,
  ];
  for (const path of paths) {
    const { status, text } = await raw("GET", path);
    expect([path, status >= 300 && status < 500]).toEqual([path, true]);
    expect(text).not.toMatch(SECRETS);
  }
});

test("nothing sends a browser to another site", async () => {
  for (const path of [
    "//evil.example/",
    "/%5cevil.example/",
    "/\\evil.example/",
    "/%09/evil.example/",
  ])
    for (const host of ["127.0.0.1", "evil.example"]) {
      const { text } = await sendRaw(appUrl, [
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      ]);
      const location = /^location: (.*)\r$/im.exec(text)?.[1] ?? "/";
      expect(new URL(location, appUrl).origin).toBe(appUrl);
    }
});

test("headers of the framework's own do not open a page, a route or a proxy", async () => {
  const tricks: Record<string, string>[] = [
    ...["proxy", "middleware", "src/proxy", "src/middleware", "pages/_middleware"].map((name) => ({
      "x-middleware-subrequest": Array(5).fill(name).join(":"),
    })),
    { "x-middleware-next": "1", "x-middleware-rewrite": "/settings" },
    { "x-matched-path": "/settings", "x-invoke-path": "/settings", "x-invoke-status": "200" },
    { "x-original-url": "/settings", "x-rewrite-url": "/settings" },
    { "x-nextjs-data": "1", rsc: "1", "next-router-prefetch": "1" },
    { "x-middleware-set-cookie": "steward=1", "x-middleware-override-headers": "cookie" },
    { "x-steward-peer": "127.0.0.1", "x-path": "/settings", "x-http-method-override": "DELETE" },
  ];
  for (const headers of tricks) {
    const page = await follow("/settings/api-keys", headers);
    expect([headers, page.status < 500, SECRETS.test(page.text)]).toEqual([headers, true, false]);
    expect(page.text).toMatch(/sign-in/);
    expect(page.text).toMatch(/^content-security-policy: .*'nonce-/im);
    const route = await follow("/api/v1/me", headers);
    expect([headers, route.status, route.code]).toEqual([headers, 401, "unauthenticated"]);
  }
});

test("a method that is not offered is refused on every kind of address", async () => {
  const { token } = await newLiveTenant({ appUrl, ...stack });
  const authorization = `Bearer ${token}`;
  for (const [method, path] of [
    ["PUT", "/api/v1/workflows"],
    ["DELETE", "/api/v1/me"],
    ["GET", "/api/hooks/01a1fdc2-0000-7000-8000-000000000000"],
    ["PATCH", "/api/health"],
    ["POST", "/api/openapi.json"],
    ["TRACE", "/api/v1/me"],
    ["TRACE", "/"],
  ] as const) {
    const answer = await raw(method, path, { authorization });
    expect([method, path, answer.status]).toEqual([method, path, 405]);
    expect(answer.text).not.toContain(token);
  }
  for (const method of ["BREW", "get", "CONNECT", "G\0T"])
    expect([method, (await raw(method, "/api/health")).status]).not.toEqual([method, 200]);
  const offered = await raw("OPTIONS", "/api/v1/workflows");
  expect(offered.status).toBe(204);
  expect(/^allow: (.*)\r$/im.exec(offered.text)?.[1]?.split(", ").sort()).toEqual([
    "GET",
    "HEAD",
    "OPTIONS",
    "POST",
  ]);
});

test("a header cannot break out into the answer", async () => {
  const broken = ["a\r\nX-Injected: 1", "a\rX-Injected: 1", "a\nX-Injected: 1", "a\0b"];
  for (const value of broken) {
    const { status, text } = await raw("GET", "/api/health", { "x-request-id": value });
    expect(status === 400 || !/^x-injected/im.test(text)).toBe(true);
  }
  for (const id of ["a%0d%0aX-Injected:1", "short", "x".repeat(65), "<script>alert(1)</script>"]) {
    const { text } = await raw("GET", "/api/v1/nothing", { "x-request-id": id, traceparent: id });
    expect(text).not.toContain(id);
    expect(text).toMatch(/^x-request-id: [0-9a-f-]{36}\r$/im);
  }
  const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`x-${at}`, "1"]));
  expect((await raw("GET", "/api/health", many)).status).toBe(431);
  const unhosted = await sendRaw(appUrl, ["GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n"]);
  expect(unhosted.status).toBe(400);
});
