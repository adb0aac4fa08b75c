import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { post } from "@/tests/inbound/hook";

// No fixture opens a database here, so DATABASE_URL still names a port at which nobody listens.
test("while the database is away every delivery is 503 within five seconds, with a jittered delay", async () => {
  const startedMs = performance.now();
  const responses = await Promise.all(
    Array.from({ length: 30 }, () => post(randomUUID(), "{}", { secret: "s" })),
  );
  expect(performance.now() - startedMs).toBeLessThan(5500);
  const codes = await Promise.all(
    responses.map(async (one) => [one.status, (await one.json()).code]),
  );
  expect(codes).toEqual(Array(30).fill([503, "unavailable"]));
  const delays = new Set(responses.map(({ headers }) => Number(headers.get("retry-after"))));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...delays)).toBeLessThanOrEqual(15);
  expect(delays.size).toBeGreaterThan(3);
});
