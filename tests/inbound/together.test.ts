import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { findHook, type LiveHook } from "@/lib/domain/inbound/find-hook";
import { storeDelivery } from "@/lib/domain/inbound/store-delivery";
import { countRows, newHook, post } from "@/tests/inbound/hook";
import { test } from "@/tests/support/test";

const liveHook = async (id: string): Promise<LiveHook> => {
  const { hook } = await findHook(id, { fresh: true });
  if (!hook) throw new Error("no hook");
  return hook;
};

const given = (hook: LiveHook, body: string, decoded: string | null = null) => ({
  hook,
  key: randomUUID(),
  isWeakKey: false,
  topic: null,
  contentType: "application/json",
  headers: {},
  body,
  bytes: body.length,
  decoded,
  trace: {},
});

test("what comes together is stored once each, in its own tenant, and repeats get the first one's id", async ({
  tenant,
  rival,
}) => {
  const [mine, theirs] = [await newHook(tenant), await newHook(rival)];
  const keys = Array.from({ length: 20 }, () => randomUUID());
  const send = async (hook: typeof mine, n: number) => {
    const id = keys[n % 20] as string;
    const answer = await post(hook.hookId, `{"n":${n % 20}}`, { secret: hook.secret, id });
    expect(answer.status).toBe(202);
    return (await answer.json()) as { deliveryId: string; duplicate: boolean };
  };
  const all = Array.from({ length: 60 }, (_, n) => n);
  const [answers] = await Promise.all([
    Promise.all(all.map((n) => send(mine, n))),
    Promise.all(all.slice(0, 20).map((n) => send(theirs, n))),
  ]);
  for (let n = 0; n < 20; n++) {
    const same = answers.filter((_, at) => at % 20 === n);
    expect(new Set(same.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    expect(same.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  }
  expect(await countRows(mine.hookId)).toEqual([20, 20, 20]);
  expect(await countRows(theirs.hookId)).toEqual([20, 20, 20]);
});

test("one that the database refuses spoils none of those stored with it", async ({ tenant }) => {
  const { hookId } = await newHook(tenant);
  const hook = await liveHook(hookId);
  const results = await Promise.allSettled([
    ...Array.from({ length: 5 }, (_, n) => storeDelivery(given(hook, `{"n":${n}}`))),
    storeDelivery(given(hook, "{}", '{"n":')),
    storeDelivery(given({ ...hook, id: randomUUID() }, "{}")),
  ]);
  const [refused, unknown] = results.slice(5);
  expect(refused?.status).toBe("rejected");
  expect(unknown).toEqual({ status: "fulfilled", value: undefined });
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(6);
  expect(await countRows(hookId)).toEqual([5, 5, 5]);
});
