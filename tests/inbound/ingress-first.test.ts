import { NextRequest } from "next/server";
import { expect } from "vitest";
import { POST as engineCalls } from "@/app/api/inngest/route";
import { afterIngress, asIngress } from "@/lib/infra/limits/ingress-first";
import { newHook, post } from "@/tests/inbound/hook";
import { test } from "@/tests/support/test";

/** So many senders whose deliveries are being stored until `done` is called. */
const senders = (count: number) => {
  const ends: (() => void)[] = [];
  const all = Array.from({ length: count }, () =>
    asIngress(() => new Promise<void>((resolve) => ends.push(resolve))),
  );
  return {
    done: async () => {
      for (const end of ends) end();
      await Promise.all(all);
    },
  };
};

/** Whether it is over already, without waiting for a timer. */
const isOver = async (work: Promise<void>) => {
  const turn = new Promise<false>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([work.then(() => true), turn]);
};

const lull = () => new Promise((resolve) => setTimeout(resolve, 60));

test("a few senders keep nobody waiting", async () => {
  const few = senders(4);
  expect(await isOver(afterIngress())).toBe(true);
  await few.done();
});

test("in a rush what can wait begins when the senders have their answers and no more come", async () => {
  const rush = senders(10);
  const run = afterIngress();
  expect(await isOver(run)).toBe(false);
  await rush.done();
  expect(await isOver(afterIngress())).toBe(false);
  await run;
  await lull();
  expect(await isOver(afterIngress())).toBe(true);
});

test("a rush without end holds nothing up for good, and one that fails is over", async () => {
  const rush = senders(10);
  await afterIngress();
  expect(await isOver(afterIngress())).toBe(false);
  await rush.done();
  await expect(asIngress(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await lull();
  const after = senders(4);
  expect(await isOver(afterIngress())).toBe(true);
  await after.done();
});

test("a call of the engine waits in a rush, as long as anything may", async () => {
  const call = () =>
    engineCalls(
      new NextRequest("http://127.0.0.1:3000/api/inngest", { method: "POST", body: "{}" }),
      {},
    );
  await call();
  const rush = senders(10);
  const startedMs = performance.now();
  await call();
  const tookMs = performance.now() - startedMs;
  await rush.done();
  expect(tookMs).toBeGreaterThanOrEqual(95);
});

test("deliveries that are being stored are such a rush", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  await lull();
  let isStored = false;
  const all = Promise.all(Array.from({ length: 20 }, () => post(hookId, "{}", { secret })));
  const ended = all.then(() => {
    isStored = true;
  });
  let isHeld = false;
  while (!isStored && !isHeld) {
    await new Promise((resolve) => setImmediate(resolve));
    isHeld = !(await isOver(afterIngress()));
  }
  await ended;
  expect(isHeld).toBe(true);
});
