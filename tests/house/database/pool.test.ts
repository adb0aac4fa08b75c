import { randomInt, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { worker } from "@/lib/core/caller";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { test } from "@/tests/support/test";

type Identity = { role: string; tenant: string | null; claimed: string | null };

const whoAmI = sql<Identity>`select current_user::text as role, app.tenant_id()::text as tenant,
  app.claims() ->> 'tenant_id' as claimed`;

const ABORT = new Error("changed my mind");

const visit = (tenantId: string, aborts: boolean) =>
  asTenant(worker("house-pool-test", tenantId), async (tx) => {
    for (let look = 0; look < 2; look++) {
      const { rows } = await whoAmI.execute(tx);
      expect(rows).toEqual([{ role: "authenticated", tenant: tenantId, claimed: tenantId }]);
    }
    if (aborts) await (randomInt(2) ? sql`select 1 / 0`.execute(tx) : Promise.reject(ABORT));
  });

const peek = async () => {
  const { rows } = await whoAmI.execute(
    asSystem("a look at a connection between two transactions"),
  );
  expect(rows).toEqual([{ role: "postgres", tenant: null, claimed: null }]);
};

test("1,000 interleaved transactions over a small pool, many of them aborted, never see another's identity", async ({
  database,
}) => {
  expect(process.env.DATABASE_URL).toBe(database);
  const tenants = Array.from({ length: 20 }, () => randomUUID());
  const stay = async (i: number) => {
    const tenantId = tenants[randomInt(tenants.length)] ?? "";
    if (i % 5 === 4) await peek();
    const aborts = i % 3 === 0;
    const outcome = visit(tenantId, aborts);
    if (aborts) await expect(outcome).rejects.toThrow(/changed my mind|division by zero/);
    else await outcome;
  };
  // As many at once as crowd the pool; all 1,000 in its queue would measure how fast the machine is.
  const visitors = Array.from({ length: 50 }, async (_, first) => {
    for (let i = first; i < 1000; i += 50) await stay(i);
  });
  const outcomes = await Promise.allSettled(visitors);
  expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
}, 120_000);

test("inside another tenant's transaction a caller stands in its own", async ({ database }) => {
  expect(database).toBeTruthy();
  const [outer, inner] = [randomUUID(), randomUUID()];
  await asTenant(worker("outer", outer), async (tx) => {
    await visit(inner, false);
    const { rows } = await whoAmI.execute(tx);
    expect(rows).toMatchObject([{ tenant: outer }]);
  });
});
