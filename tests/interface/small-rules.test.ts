import { expect, test } from "vitest";
import { passwordStrength } from "@/app/_ui/form/password-strength";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { formatAhead, formatDuration, formatRelative, formatShare } from "@/app/_ui/time/format";
import { axisOf, piecesOf } from "@/app/(dashboard)/runs/[id]/timeline/timeline";
import { whenWords } from "@/app/(dashboard)/sequences/words";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, encodeCursor } from "@/lib/core/page";
import { sameOriginPath, withNext } from "@/lib/core/same-origin-path";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e//evil.example",
  `/runs?q=${"x".repeat(2000)}`,
  "javascript:alert(1)",
  "evil",
  "",
])("%j never leads away after sign-in", (next) => {
  expect(sameOriginPath(next)).toBe("/");
});

test("a path of this site is kept with its query", () => {
  expect(sameOriginPath("/invite?token=a_b-c#x")).toBe("/invite?token=a_b-c#x");
});

test("a page carries the way back only when there is one", () => {
  expect(withNext("/sign-in", "/runs?status=failed&q=a b".replace(" ", "+"))).toBe(
    "/sign-in?next=%2Fruns%3Fstatus%3Dfailed%26q%3Da%2Bb",
  );
  expect([
    withNext("/sign-in", "/"),
    withNext("/sign-in", null),
    withNext("/sign-in", "//evil.example"),
  ]).toEqual(["/sign-in", "/sign-in", "/sign-in"]);
});

test("a password is rated by length and variety, not by runs and repetitions", () => {
  const scores = ["short", "aaaaaaaaaaaa", "1234567890", "monkeybusiness", "blue-Candle-window-77"];
  expect(scores.map((password) => passwordStrength(password).score)).toEqual([0, 1, 1, 2, 4]);
});

test("durations and times read naturally at every size", () => {
  const ms = [0, 840, 1400, 59_000, 125_000, 11_520_000, 187_200_000];
  expect(ms.map(formatDuration)).toEqual([
    "0 ms",
    "840 ms",
    "1.4 s",
    "59 s",
    "2 min 5 s",
    "3 h 12 min",
    "2 d 4 h",
  ]);
  const format = { locale: "en", timeZone: "UTC" } as const;
  const now = Date.parse("2026-11-21T12:00:00Z");
  const at = (iso: string) => formatRelative(iso, now, format);
  expect(at("2026-11-21T11:57:00Z")).toBe("3 min ago");
  expect(at("2026-11-21T14:00:00Z")).toBe("in 2 h");
  expect(at("2026-01-02T00:00:00Z")).toBe("2 Jan 2026");
});

test("what is still to come is due in a moment, never just now or some time ago", () => {
  const nowMs = Date.parse("2026-11-21T12:00:00Z");
  const at = (iso: string) => formatAhead(iso, nowMs, { locale: "en", timeZone: "UTC" });
  expect(at("2026-11-21T14:00:00Z")).toBe("in 2 h");
  expect(at("2026-11-21T12:00:03Z")).toBe("in a moment");
  expect(at("2026-11-21T11:59:00Z")).toBe("in a moment");
});

test("a cursor that leads nowhere shows the first page, and no other fault is hidden", async () => {
  const list = async ({ cursor }: { cursor?: string | undefined }) => {
    if (cursor === "away") throw new AppError("unavailable", "The list is away.");
    return decodeCursor(cursor, 1) ?? ["first"];
  };
  expect(await pageOrFirst({ cursor: encodeCursor("second") }, list)).toEqual(["second"]);
  expect(await pageOrFirst({ cursor: "cut" }, list)).toEqual(["first"]);
  expect(await pageOrFirst({}, list)).toEqual(["first"]);
  await expect(pageOrFirst({ cursor: "away" }, list)).rejects.toMatchObject({
    code: "unavailable",
  });
});

test("the first step of a sequence follows the entry, every other one the step before it", () => {
  expect(whenWords({ after: "4h" }, true)).toBe("4 hours after the entry");
  expect(whenWords({ after: "1d" }, false)).toBe("1 day after the step before");
});

test("a rate says 100 % only when nothing failed", () => {
  expect([formatShare(0.9999), formatShare(1), formatShare(0)]).toEqual([
    "99.9 %",
    "100 %",
    "0.0 %",
  ]);
});

const second = (s: number) => new Date(Date.parse("2026-11-21T12:00:00Z") + s * 1000).toISOString();

test("attempts and the waits between them lie on the run's axis", () => {
  const run = { queuedAt: second(0), endedAt: second(10) } as RunDetail;
  const step = {
    type: "http.request",
    status: "succeeded",
    startedAt: second(1),
    endedAt: second(8),
    attemptLog: [
      {
        n: 1,
        startedAt: second(1),
        endedAt: second(2),
        error: { code: "unavailable", message: "x" },
      },
      { n: 2, startedAt: second(5), endedAt: second(8) },
    ],
  } as RunStep;
  const pieces = piecesOf(step, axisOf(run, 0), 0);
  expect(pieces.map(({ from, to, state }) => [from, to, state])).toEqual([
    [0.1, 0.2, "failed"],
    [0.2, 0.5, "waiting"],
    [0.5, 0.8, "succeeded"],
  ]);
});
