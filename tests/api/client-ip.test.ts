import { afterEach, describe, expect, test } from "vitest";
import { routeTemplate } from "@/lib/api/door/request-context";
import { resetEnv } from "@/lib/core/env";
import { clientIp } from "@/lib/infra/auth/client-ip";

const trust = (proxies: number) => {
  process.env.TRUSTED_PROXIES = String(proxies);
  resetEnv();
};

afterEach(() => {
  delete process.env.TRUSTED_PROXIES;
  resetEnv();
});

const ip = (peer: string | undefined, forwarded: string | undefined) =>
  clientIp(
    new Headers({
      ...(peer && { "x-steward-peer": peer }),
      ...(forwarded && { "x-forwarded-for": forwarded }),
    }),
  );

type Case = [number, string | undefined, string | undefined, string, string];

test.each<Case>([
  [0, "192.0.2.9", undefined, "192.0.2.9", "the socket"],
  [0, "192.0.2.9", "10.0.0.1", "192.0.2.9", "a forged header is not believed"],
  [1, "10.0.0.1", "192.0.2.9", "192.0.2.9", "one proxy of ours"],
  [1, "10.0.0.1", "1.1.1.1, 192.0.2.9", "192.0.2.9", "a forged link before our proxy's"],
  [2, "10.0.0.1", "1.1.1.1, 192.0.2.9, 10.0.0.2", "192.0.2.9", "two proxies of ours"],
  [3, "10.0.0.1", "192.0.2.9", "192.0.2.9", "fewer links than promised"],
  [0, "::ffff:192.0.2.9", undefined, "192.0.2.9", "an IPv4 address in IPv6 clothes"],
  [0, "2001:db8::1", undefined, "2001:db8::1", "IPv6"],
  [0, undefined, undefined, "unknown", "nothing known"],
])("%i trusted proxies, peer %s, forwarded %s is %s: %s", (proxies, peer, forwarded, expected) => {
  trust(proxies);
  expect(ip(peer, forwarded)).toBe(expected);
});

describe("the name of a route", () => {
  test.each([
    ["/api/v1/runs/7", { id: "7" }, "/api/v1/runs/[id]"],
    ["/api/v1/runs/runs", { id: "runs" }, "/api/v1/runs/[id]"],
    [
      "/api/v1/hooks/a/secrets/b",
      { id: "a", secretId: "b" },
      "/api/v1/hooks/[id]/secrets/[secretId]",
    ],
    ["/api/v1/x/a%20b", { id: "a b" }, "/api/v1/x/[id]"],
    ["/api/v1/x/%zz", { id: "%zz" }, "/api/v1/x/[id]"],
    ["/api/v1/me", {}, "/api/v1/me"],
  ])("%s with %j is %s", (pathname, values, name) => {
    expect(routeTemplate(pathname, values as Record<string, string>)).toBe(name);
  });
});
