import { expect, test } from "vitest";
import { readBody } from "@/lib/api/body";

const CAP = 1024;

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://127.0.0.1/", {
    method: "POST",
    headers,
    ...(body !== null && { body }),
    duplex: "half",
  } as RequestInit);

/** Hands out `total` bytes in pieces of 64 KiB and counts what was taken. */
const stream = (total: number, pauseMs = 0) => {
  const state = { given: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (state.given >= total) return controller.close();
      const piece = Math.min(64 * 1024, total - state.given);
      state.given += piece;
      controller.enqueue(new Uint8Array(piece));
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { body, state };
};

test.each([0, 1, CAP - 1, CAP])("a body of %i bytes below the cap comes whole", async (size) => {
  const bytes = await readBody(post(Buffer.alloc(size, 7)), { maxBytes: CAP });
  expect(bytes.length).toBe(size);
});

test("a declared length above the cap is refused without reading", async () => {
  const { body, state } = stream(10 * CAP);
  const given = state.given;
  const request = post(body, { "content-length": String(CAP + 1) });
  await expect(readBody(request, { maxBytes: CAP })).rejects.toMatchObject({ code: "too_large" });
  expect(state.given - given).toBeLessThanOrEqual(64 * 1024);
});

test("a chunked body of 100 MB is cut at the cap, within 100 ms", async () => {
  const { body, state } = stream(100 * 1024 * 1024);
  const started = performance.now();
  await expect(readBody(post(body), { maxBytes: 1024 * 1024 })).rejects.toMatchObject({
    code: "too_large",
  });
  expect(performance.now() - started).toBeLessThan(100);
  expect(state.given).toBeLessThanOrEqual(1024 * 1024 + 3 * 64 * 1024);
  expect(state.cancelled).toBe(true);
});

test("a length that lies too low does not let more through", async () => {
  const { body } = stream(10 * CAP);
  const request = post(body, { "content-length": "10" });
  await expect(readBody(request, { maxBytes: CAP })).rejects.toMatchObject({ code: "too_large" });
});

test("a body that dribbles is given up at the deadline", async () => {
  const { body, state } = stream(10 * 1024 * 1024, 40);
  const started = performance.now();
  await expect(
    readBody(post(body), { maxBytes: 100 * 1024 * 1024, deadlineMs: 150 }),
  ).rejects.toMatchObject({ code: "request_timeout" });
  expect(performance.now() - started).toBeLessThan(400);
  expect(state.cancelled).toBe(true);
});

test.each(["gzip", "br", "deflate", "GZIP"])(
  "a body encoded as %s is refused",
  async (encoding) => {
    const request = post(Buffer.alloc(10), { "content-encoding": encoding });
    await expect(readBody(request, { maxBytes: CAP })).rejects.toMatchObject({
      code: "unsupported_media_type",
    });
  },
);

test("a sender that goes away is malformed, not an error of ours", async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
  await expect(readBody(post(body), { maxBytes: CAP })).rejects.toMatchObject({
    code: "malformed",
  });
});
