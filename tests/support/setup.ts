import { afterAll, afterEach, beforeAll, beforeEach, expect, type MockInstance, vi } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { vendors } from "@/tests/support/vendors";

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

const urlOf = (frame: { data: unknown }) => (frame.data as { request?: Request }).request?.url;

/** As the process began: the files share processes, and what one sets must not reach the next. */
const home = globalThis as typeof globalThis & { stewardEnvironment?: NodeJS.ProcessEnv };
home.stewardEnvironment ??= { ...process.env };
const began = home.stewardEnvironment;
for (const name of Object.keys(process.env)) if (!(name in began)) delete process.env[name];
Object.assign(process.env, began);
resetEnv();

beforeAll(() => {
  vendors.listen({
    onUnhandledFrame: ({ frame, defaults }) => {
      const url = urlOf(frame);
      // Servers that a test starts itself are real ones.
      if (!url || !LOOPBACK.test(new URL(url).hostname)) defaults.error();
    },
  });
});

let errors: MockInstance | undefined;

beforeEach(() => {
  errors = vi.spyOn(console, "error");
});

afterEach(() => {
  vendors.resetHandlers();
  const calls = errors?.mock.calls.map((call) => call.map(String).join(" "));
  errors?.mockRestore();
  expect(calls, "nothing may be written with console.error").toEqual([]);
});

afterAll(() => vendors.close());
