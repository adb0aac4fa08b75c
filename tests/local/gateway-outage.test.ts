import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson, startGateway, type TestGateway } from "./support/gateway.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.end());

test("backends that are killed under load cost their requests only, never the gateway", async () => {
  const { client } = await newPerson(gateway);
  const sql = postgres(gateway.server.adminUrl, { max: 1 });
  let going = true;
  const asks = async () => {
    while (going) await client.from("notes").select();
  };
  const callers = Array.from({ length: 6 }, asks);
  for (let round = 0; round < 60; round += 1)
    await sql`select pg_terminate_backend(pid), pg_sleep(0.02) from pg_stat_activity where usename = 'lite_app'`;
  going = false;
  await Promise.all(callers);
  await sql.end();
  expect(gateway.child.exitCode).toBeNull();
  await expect
    .poll(async () => (await client.from("notes").select()).status, { timeout: 15_000 })
    .toBe(200);
});
