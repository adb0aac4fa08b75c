import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { type FailureFacts, StepFailure } from "@/lib/core/step-failure";
import { classify, retryAfterMs } from "@/lib/domain/runs/execution/attempts/classify";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const failed = (facts: FailureFacts) =>
  classify(new StepFailure("unavailable", "It failed.", facts), NOW);
const http = (status: number, more: Partial<FailureFacts> = {}) =>
  failed({ kind: "http", status, method: "POST", keyed: true, ...more } as FailureFacts);
const network = (systemCode: string, keyed = true) =>
  failed({ kind: "network", systemCode, method: "POST", keyed });

test.each([408, 425, 429, 500, 502, 503, 504])(
  "%i is tried again when the request carries a key",
  (status) => {
    expect(http(status)).toMatchObject({ retry: true, code: `http_${status}` });
    expect(http(status, { keyed: false }).retry).toBe(false);
  },
);

test.each([400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 422, 451, 501, 505])(
  "%i is final",
  (status) => {
    expect(http(status)).toMatchObject({ retry: false, code: `http_${status}` });
  },
);

test.each(["EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "EHOSTUNREACH"])(
  "%s came before anything was sent, so even an unkeyed POST is tried again",
  (code) => {
    expect(network(code, false)).toMatchObject({ retry: true, code: "unreachable" });
  },
);

test.each(["ECONNRESET", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "TIMEOUT"])(
  "%s after sending is tried again only with a key, else it may have happened",
  (code) => {
    expect(network(code)).toMatchObject({ retry: true, code: "interrupted" });
    expect(network(code, false)).toMatchObject({ retry: false, code: "indeterminate" });
  },
);

test.each(["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"])(
  "%s is final",
  (code) => {
    expect(network(code)).toMatchObject({ retry: false, code: "tls" });
  },
);

test("a success that cannot be read is not repeated blindly", () => {
  expect(failed({ kind: "unreadable", method: "POST", keyed: true })).toMatchObject({
    retry: false,
    code: "indeterminate",
  });
});

test.each(["40001", "40P01", "55P03", "57P01", "08006", "53300", "25006"])(
  "SQLSTATE %s is tried again",
  (code) => {
    expect(classify(Object.assign(new Error("x"), { code }), NOW).retry).toBe(true);
  },
);

test.each(["22001", "23505", "42501"])("SQLSTATE %s is final", (code) => {
  expect(classify(Object.assign(new Error("x"), { code }), NOW).retry).toBe(false);
});

test.each([
  ["forbidden", false],
  ["too_large", false],
  ["invalid_input", false],
  ["timeout", true],
  ["unavailable", true],
] as const)("our own error %s: tried again %s", (code, retry) => {
  expect(classify(new AppError(code, "x"), NOW)).toMatchObject({ retry, code });
});

test("what nobody foresaw is tried again and tells nothing of itself", () => {
  expect(classify(new Error("password=1"), NOW)).toEqual({
    retry: true,
    code: "internal",
    message: "The step failed on our side.",
  });
});

describe("Retry-After", () => {
  test.each([
    ["7", 7000],
    ["0", 0],
    ["Sat, 21 Nov 2026 10:00:30 GMT", 30_000],
    ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
    ["999999", 86_400_000],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%s is %s ms", (value, ms) => {
    expect(retryAfterMs(value, NOW)).toBe(ms);
  });
});
