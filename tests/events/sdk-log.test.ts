import { NonRetriableError, RetryAfterError } from "inngest";
import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { expectedError } from "@/lib/infra/events/sdk-log";

test("an error of ours is expected however often it was wrapped on its way to the engine", () => {
  const away = new AppError("unavailable", "The shop did not answer.", { retryAfterS: 5 });
  const back = new RetryAfterError(away.message, 5000, { cause: away });
  const final = new NonRetriableError("It stays so.", { cause: back });
  expect([away, back, final].map(expectedError)).toEqual([away, away, away]);
});

test("whatever else was thrown is an error", () => {
  const bug = new TypeError("x is undefined");
  const loop = new Error("itself");
  loop.cause = loop;
  const ours = new AppError("internal", "Something failed on our side.");
  const found = [bug, ours, new RetryAfterError("again", 5, { cause: bug }), loop, "a text", 0];
  expect(found.map(expectedError)).toEqual(Array(6).fill(undefined));
});
