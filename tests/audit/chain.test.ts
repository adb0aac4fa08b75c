import { randomInt, randomUUID } from "node:crypto";
import { sql } from "kysely";
import postgres from "postgres";
import { expect, inject } from "vitest";
import { GET as verify } from "@/app/api/v1/audit/verify/route";
import { worker } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { params, test } from "@/tests/support/test";

const LINKS = 12;
const TAMPERINGS = 300;

const write = (tenantId: string, links: number) =>
  asTenant(worker("audit-test", tenantId), async (tx) => {
    for (let n = 0; n < links; n++) {
      const change = { before: { n }, after: { n: n + 1, text: "ü'\"\\" } };
      await audit(tx, "thing.update", { kind: "thing", id: `t${n}` }, change);
    }
  });

/** The superuser with triggers off: nobody less can touch the log. */
const intruder = (database: string) => {
  const url = new URL(inject("adminUrl"));
  url.pathname = new URL(database).pathname;
  return postgres(url.href, { max: 1, onnotice: () => {} });
};

const COLUMNS: Record<string, string> = {
  id: "app.uuidv7()",
  at: "at + interval '1 microsecond'",
  actor_kind: "case actor_kind when 'user' then 'key' else 'user' end",
  actor_id: "actor_id || ' '",
  action: "'thing.remove'",
  target_kind: "'other'",
  target_id: "target_id || '1'",
  before: `'{"n": 99}'`,
  after: "null",
  request_id: "'other'",
  ip: "'192.0.2.1'",
  user_agent: "'other'",
  prev_hash: "sha256(prev_hash)",
  hash: "sha256(hash)",
  seq: "seq + 1",
};

const pick = <T>(from: readonly T[]): T => from[randomInt(from.length)] as T;

/** One way to falsify the log of a tenant, at a random place. `n` links stand in it. */
const tampering = (tenant: string, n: number): string => {
  const [one, other] = [1 + randomInt(n), 1 + randomInt(n - 1)];
  const at = (seq: number) => `tenant_id = '${tenant}' and seq = ${seq}`;
  const second = other >= one ? other + 1 : other;
  const column = pick(Object.keys(COLUMNS));
  return pick([
    `update audit_log set ${column} = ${COLUMNS[column]} where ${at(one)}`,
    `delete from audit_log where ${at(one)}`,
    `delete from audit_log where tenant_id = '${tenant}' and seq >= ${one}`,
    `delete from audit_log where tenant_id = '${tenant}' and seq <= ${one}`,
    `insert into audit_log select (jsonb_populate_record(l, jsonb_build_object('id', app.uuidv7()))).* from audit_log l where ${at(one)}`,
    `insert into audit_log select (jsonb_populate_record(l, jsonb_build_object('id', app.uuidv7(), 'seq', ${n + 1}, 'prev_hash', l.hash))).* from audit_log l where ${at(n)}`,
    `update audit_log set seq = case seq when ${one} then ${second} else ${one} end where tenant_id = '${tenant}' and seq in (${one}, ${second})`,
    `delete from app.audit_heads where tenant_id = '${tenant}'`,
  ]);
};

const problemsOf = async (tenantId: string) =>
  (
    await sql<{
      seq: string;
      problem: string;
    }>`select * from app.verify_audit(${tenantId})`.execute(asSystem("the verifier"))
  ).rows;

test("every one of 300 random tamperings is found", async ({ database, tenant }) => {
  await write(tenant.tenantId, LINKS - 1);
  expect(await problemsOf(tenant.tenantId)).toEqual([]);
  const db = intruder(database);
  const missed: string[] = [];
  const undo = new Error("undo");
  for (let n = 0; n < TAMPERINGS; n++) {
    const statement = tampering(tenant.tenantId, LINKS);
    const attempt = db.begin(async (tx) => {
      expect((await tx.unsafe(statement)).count, statement).toBeGreaterThan(0);
      const found = await tx`select * from app.verify_audit(${tenant.tenantId})`;
      if (found.length === 0) missed.push(statement);
      throw undo;
    });
    await expect(attempt, statement).rejects.toBe(undo);
  }
  await db.end();
  expect(missed).toEqual([]);
  expect(await problemsOf(tenant.tenantId)).toEqual([]);
}, 60_000);

test("entries written at once form one chain", async ({ tenant }) => {
  await Promise.all(Array.from({ length: 20 }, () => write(tenant.tenantId, 3)));
  expect(await problemsOf(tenant.tenantId)).toEqual([]);
  const answer = await verify(tenant.request("GET"), params());
  expect(await answer.json()).toEqual({ intact: true, entries: 61, problems: [] });
});

test("a change that is rolled back leaves no entry and no gap", async ({ tenant }) => {
  const failing = asTenant(worker("audit-test", tenant.tenantId), async (tx) => {
    await audit(tx, "thing.update", { kind: "thing", id: "1" });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await write(tenant.tenantId, 1);
  expect(await problemsOf(tenant.tenantId)).toEqual([]);
});

test("no role of ours changes, empties or forges the log, in no partition either", async ({
  database,
  tenant,
}) => {
  const db = intruder(database);
  const parts = await db<{ name: string }[]>`
    select relid::regclass::text as name from pg_partition_tree('public.audit_log')`;
  expect(parts.length).toBeGreaterThan(1);
  const allowed = await db<{ grantee: string; verb: string; name: string }[]>`
    select r.rolname as grantee, v.verb, c.oid::regclass::text as name
    from pg_partition_tree('public.audit_log') t join pg_class c on c.oid = t.relid,
      unnest(array['insert', 'update', 'delete', 'truncate']) as v (verb),
      pg_roles r where not r.rolsuper and r.rolname not like 'pg\\_%' and has_table_privilege(r.oid, c.oid, v.verb)`;
  expect(allowed.filter(({ verb }) => verb !== "insert")).toEqual([]);
  // The owner appends through app.audit; everybody else has to ask it.
  expect([...new Set(allowed.map(({ grantee }) => grantee))]).toEqual(["postgres"]);
  await db.end();
  const forge = asTenant(tenant.caller, (tx) =>
    sql`select app.append_audit(${randomUUID()}, 'user', 'x', 'a.b', 'a', 'b', null, null)`.execute(
      tx,
    ),
  );
  await expect(forge).rejects.toMatchObject({ code: "42501" });
  const system = sql`delete from public.audit_log where tenant_id = ${tenant.tenantId}`.execute(
    asSystem("even past the wall the log only grows"),
  );
  await expect(system).rejects.toMatchObject({ code: "42501" });
});

test("an entry is written under the caller's own name and tenant, whatever he asks", async ({
  tenant,
  rival,
}) => {
  await asTenant(tenant.caller, (tx) => audit(tx, "thing.make", { kind: "thing", id: "1" }));
  const { rows } = await sql<{ tenantId: string; actorId: string }>`
    select tenant_id, actor_id from audit_log where action = 'thing.make'
      and tenant_id in (${tenant.tenantId}, ${rival.tenantId})`.execute(asSystem("tests look"));
  expect(rows).toEqual([{ tenantId: tenant.tenantId, actorId: tenant.userId }]);
  const stranger = { ...rival.caller, tenantId: tenant.tenantId };
  const attempt = asTenant(stranger, (tx) => audit(tx, "thing.make", { kind: "thing", id: "2" }));
  await expect(attempt).rejects.toMatchObject({ code: "42501" });
});

test("members and keys read neither the log nor its verdict", async ({ tenant }) => {
  const member = await tenant.as("member");
  expect((await verify(member.request("GET"), params())).status).toBe(403);
  expect((await verify((await tenant.key()).request("GET"), params())).status).toBe(403);
  const { rows } = await asTenant(member.caller, (tx) =>
    sql`select seq from app.verify_my_audit() union all select seq from public.audit_log`.execute(
      tx,
    ),
  );
  expect(rows).toEqual([]);
});
