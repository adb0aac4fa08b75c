import { expect, test } from "vitest";
import { errorWords } from "@/app/_ui/data/error-words";
import { findInJson, joinPath } from "@/app/_ui/data/find-in-json";
import { readJsonObject } from "@/app/_ui/form/json-field";
import { applyChange } from "@/app/(dashboard)/runs/[id]/live/apply-change";
import { logOf } from "@/app/(dashboard)/runs/[id]/log-lines";
import { readRunFilter } from "@/app/(dashboard)/runs/filter/read-run-filter";
import { readColumns, writeColumns } from "@/app/(dashboard)/runs/list/columns";
import { layOut, nearest, type Point } from "@/app/(dashboard)/runs/list/strip";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

const T0 = Date.parse("2026-11-21T12:00:00Z");
const at = (s: number) => new Date(T0 + s * 1000).toISOString();

test("runs lie on the strip by time, and upwards by the size of their duration", () => {
  const point = (id: string, s: number, durationMs: number | null) =>
    ({ id, status: "succeeded", queuedAt: at(s), durationMs }) as Point;
  const strip = layOut(
    [point("a", 0, 10), point("b", 50, 1000), point("c", 100, null)],
    T0 + 200_000,
  );
  expect(strip.dots.map(({ x }) => x)).toEqual([0, 0.5, 1]);
  const [a, b, c] = strip.dots.map(({ y }) => y) as [number, number, number];
  expect(a).toBeGreaterThan(b);
  // What is under way counts until now: 100 s.
  expect(b).toBeGreaterThan(c);
  const size = { width: 1000, height: 100 };
  expect(nearest(strip, { x: 0.503, y: b }, size, 10)?.point.id).toBe("b");
  expect(nearest(strip, { x: 0.6, y: b }, size, 10)).toBeUndefined();
});

test("one run alone, and none, are laid out too", () => {
  const only = { id: "a", status: "failed", queuedAt: at(0), durationMs: 0 } as Point;
  const { dots } = layOut([only], T0);
  expect([dots[0]?.x, Number.isFinite(dots[0]?.y)]).toEqual([1, true]);
  expect(layOut([], T0).dots).toEqual([]);
});

test("a search in a tree finds names and values of either case, and the way to them", () => {
  const value = { order: { "ship to": [{ City: "Oslo" }], total: 12 } };
  const { hits, ways } = findInJson(value, "trigger", "OSLO");
  expect([...hits]).toEqual(['trigger.order["ship to"][0].City']);
  expect(ways.has("trigger.order") && ways.has("trigger")).toBe(true);
  expect(findInJson(value, "trigger", "12").hits.size).toBe(1);
  expect(findInJson(value, "trigger", "nowhere").hits.size).toBe(0);
  expect(joinPath("a", "b-c")).toBe('a["b-c"]');
});

test("columns keep the table's order, and the usual ones leave the address alone", () => {
  expect(readColumns(undefined)).toEqual(["trigger", "steps", "duration", "queued"]);
  expect(readColumns("id,duration,nonsense")).toEqual(["duration", "id"]);
  expect(readColumns("none")).toEqual([]);
  expect(writeColumns(["queued", "steps", "duration", "trigger"])).toBeNull();
  expect(writeColumns([])).toBe("none");
});

test("what an address says wrongly counts as not said", () => {
  const { query } = readRunFilter(
    { status: "failed", version: "x", longer: "-5", order: "up", range: "hour", code: "http_500" },
    T0,
    "UTC",
  );
  expect(query).toMatchObject({ status: ["failed"], errorCode: "http_500", from: at(-3600) });
  expect(Object.keys(query)).not.toContain("version");
  expect(Object.keys(query)).not.toContain("order");
});

const step = (id: string, more: Partial<RunStep>): RunStep => ({
  id,
  name: null,
  type: "http.request",
  needs: [],
  position: 0,
  status: "succeeded",
  attempts: 1,
  attemptLog: [],
  input: null,
  output: null,
  error: null,
  logs: [],
  reused: false,
  items: null,
  waitsUntil: null,
  childRunId: null,
  startedAt: null,
  endedAt: null,
  cut: [],
  ...more,
});

test("the log tells of run, steps, attempts and lines in the order of time", () => {
  const run = {
    status: "failed",
    queuedAt: at(0),
    startedAt: at(1),
    endedAt: at(9),
    steps: [
      step("a", {
        status: "failed",
        startedAt: at(2),
        endedAt: at(8),
        error: { code: "http_500", message: "no" },
        logs: [{ at: at(4), attempt: 1, message: "POST" }],
        attemptLog: [
          { n: 1, startedAt: at(2), endedAt: at(5), error: { code: "http_500", message: "no" } },
          { n: 2, startedAt: at(7), endedAt: at(8), error: { code: "http_500", message: "no" } },
        ],
      }),
      step("b", { reused: true, endedAt: at(1) }),
    ],
  } as RunDetail;
  expect(logOf(run).map(({ sinceMs, text }) => [sinceMs / 1000, text])).toEqual([
    [0, "Queued"],
    [1, "Started"],
    [1, "Taken over from the run that was replayed"],
    [2, "Started"],
    [2, "Attempt 1"],
    [4, "POST"],
    [5, "Attempt 1 failed: no"],
    [7, "Attempt 2"],
    [8, "Attempt 2 failed: no"],
    [8, "Failed: no"],
    [9, "Failed"],
  ]);
});

test("a change from the stream moves states and leaves known values alone", () => {
  const known = step("a", { status: "running", input: { n: 1 }, logs: [] });
  const run = { status: "running", steps: [known, step("b", {})] } as unknown as RunDetail;
  const { logs: _, ...live } = step("a", { status: "succeeded" });
  const { input: __, output: ___, ...moved } = live;
  const after = applyChange(run, {
    run: { status: "succeeded" } as RunDetail,
    steps: [{ ...moved, logLines: 3 }],
  });
  expect([after.status, after.steps[0]?.status, after.steps[0]?.input]).toEqual([
    "succeeded",
    "succeeded",
    { n: 1 },
  ]);
  expect(after.steps[0]).not.toHaveProperty("logLines");
});

test("an edited input has to be a JSON object, and the line of a mistake is told", () => {
  expect(readJsonObject('{"a":1}')).toEqual({ value: { a: 1 } });
  expect(readJsonObject("[1]")).toMatchObject({ mistake: { line: 1 } });
  expect(readJsonObject('{\n"a": 1,\n}')).toMatchObject({ mistake: { line: 3 } });
});

test("every error says what to do next", () => {
  for (const code of ["http_500", "http_422", "http_429", "tls", "indeterminate", "never_heard_of"])
    expect(errorWords(code).next).toMatch(/\.$/);
  expect(errorWords("http_503").what).not.toBe(errorWords("never_heard_of").what);
});
