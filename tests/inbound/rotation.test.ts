import { sql } from "kysely";
import { expect } from "vitest";
import { addSecret, removeSecret } from "@/lib/domain/inbound/secrets";
import { newHook, post, system } from "@/tests/inbound/hook";
import { test } from "@/tests/support/test";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("no delivery is refused while the secret is rotated under load", { timeout: 60_000 }, async ({
  tenant,
}) => {
  const { hookId, secret } = await newHook(tenant);
  const old = { secret };
  const current = { ...old };
  const statuses = new Map<number, number>();
  let sent = 0;
  const sender = async () => {
    while (sent < 2000) {
      sent += 1;
      // Half of the senders have not heard of the new secret yet.
      const { status } = await post(hookId, `{"n":${sent}}`, {
        secret: sent % 2 ? current.secret : old.secret,
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const rotation = async () => {
    while (sent < 500) await pause(5);
    current.secret = (await addSecret(tenant.caller, hookId, { overlapHours: 24 })).secret;
  };
  await Promise.all([...Array.from({ length: 16 }, sender), rotation()]);
  expect(current.secret).not.toBe(old.secret);
  expect([...statuses]).toEqual([[202, statuses.get(202)]]);
});

test("a secret whose time is over is refused within a second", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  const next = await addSecret(tenant.caller, hookId, { overlapHours: 24 });
  expect((await post(hookId, '{"n":1}', { secret })).status).toBe(202);
  await sql`update public.hook_secrets set expires_at = now() where hook_id = ${hookId}::uuid and expires_at is not null`.execute(
    system(),
  );
  await pause(1050);
  expect((await post(hookId, '{"n":2}', { secret })).status).toBe(401);
  expect((await post(hookId, '{"n":3}', { secret: next.secret })).status).toBe(202);
});

test("a secret that was removed is refused within a second", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  expect((await post(hookId, '{"n":1}', { secret })).status).toBe(202);
  const { rows } = await sql<{
    id: string;
  }>`select id from public.hook_secrets where hook_id = ${hookId}::uuid`.execute(system());
  await removeSecret(tenant.caller, hookId, rows[0]?.id ?? "");
  await pause(1050);
  const response = await post(hookId, '{"n":2}', { secret });
  expect([response.status, (await response.json()).detail]).toEqual([
    401,
    "This hook has no signing secret yet.",
  ]);
});

test("a third valid secret cannot be made, except by ending the others", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  await addSecret(tenant.caller, hookId, { overlapHours: 1 });
  await expect(addSecret(tenant.caller, hookId, { overlapHours: 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  const race = await Promise.allSettled(
    [1, 2, 3].map(() => addSecret(tenant.caller, hookId, { overlapHours: 0 })),
  );
  expect(race.map(({ status }) => status)).toEqual(Array(3).fill("fulfilled"));
  const { rows } =
    await sql`select id from public.hook_secrets where hook_id = ${hookId}::uuid and (expires_at is null or expires_at > now())`.execute(
      system(),
    );
  expect(rows).toHaveLength(1);
  expect((await post(hookId, "{}", { secret })).status).toBe(401);
});
