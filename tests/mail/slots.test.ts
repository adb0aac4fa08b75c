import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { inSlot } from "@/lib/infra/limits/in-slot";
import { test } from "@/tests/support/test";

const policy = (more: object = {}) => ({
  name: randomUUID(),
  slots: 3,
  restMs: 200,
  leaseMs: 20_000,
  ...more,
});

test("no span of a slot's rest holds more beginnings than slots, however long each takes and however many wait", async ({
  database: _,
}) => {
  const slots = policy();
  const begun: number[] = [];
  await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      inSlot(slots, async () => {
        begun.push(performance.now());
        await sleep((n * 7) % 30);
      }),
    ),
  );
  expect(begun).toHaveLength(24);
  const busiest = begun.map(
    (from) => begun.filter((at) => at >= from && at - from < slots.restMs).length,
  );
  expect(Math.max(...busiest)).toBeLessThanOrEqual(slots.slots);
});

test("work that fails gives its slot back and its error on; names do not share slots", async ({
  database: _,
}) => {
  const slots = policy({ slots: 1, restMs: 1 });
  await expect(inSlot(slots, () => Promise.reject(new Error("refused")))).rejects.toThrow(
    "refused",
  );
  expect(await inSlot(slots, async () => "next")).toBe("next");
  await inSlot(slots, async () => {
    expect(await inSlot(policy({ slots: 1 }), async () => "other")).toBe("other");
  });
});

test("the slot of a holder that died is free again after its lease, and a late holder takes nothing from the next", async ({
  database: _,
}) => {
  const slots = policy({ slots: 1, restMs: 1, leaseMs: 300 });
  const { promise: late, resolve: end } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const dead = inSlot(slots, () => {
    hold();
    return late;
  });
  await held;
  const long = { ...slots, leaseMs: 20_000 };
  const third = await inSlot(long, async () => {
    end();
    await dead;
    // The late holder has come back; the slot is still held by the next one.
    const waiting = inSlot(long, async () => "third");
    expect(await Promise.race([waiting, sleep(300, "waits")])).toBe("waits");
    return { waiting };
  });
  expect(await third.waiting).toBe("third");
});
