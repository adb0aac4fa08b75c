import { randomInt } from "node:crypto";
import postgres from "postgres";
import { expect } from "vitest";
import {
  type Attempt,
  makeOwner,
  type Owner,
  prepareAttempts,
  tryAll,
} from "@/tests/house/database/actors";
import {
  insertOf,
  keyOf,
  type Row,
  readTables,
  rowFactory,
  type Table,
} from "@/tests/house/database/factory";
import { POLICY } from "@/tests/house/database/policy";
import { test as base } from "@/tests/support/test";

const TENANTS = 200;
const PAIRS = 40;

type Resident = Owner & { rows: Record<string, Row> };

/** Tables of tenants in which the row factory can make a row; the audit head exists from the start. */
const isSwept = ({ name }: Table) =>
  POLICY[name]?.belongs === "tenant" && name !== "app.audit_heads";

const settle = async (db: postgres.Sql, tables: Table[]): Promise<Resident> => {
  const owner = await makeOwner(db);
  const { make } = rowFactory(db, tables, owner.tenantId);
  const rows: Record<string, Row> = {};
  for (const table of tables) rows[table.name] = await make(table);
  return { ...owner, rows };
};

const test = base.extend("town", { scope: "file" }, async ({ database }, { onCleanup }) => {
  const db = postgres(database, { max: 4, onnotice: () => {} });
  onCleanup(() => db.end());
  const tables = (await readTables(db)).filter(isSwept);
  const residents: Resident[] = [];
  const settlers = Array.from({ length: 4 }, async () => {
    for (let n = 0; n < TENANTS / 4; n++) residents.push(await settle(db, tables));
  });
  await Promise.all(settlers);
  return { db, tables, residents };
});

const claims = (tenantId: string, who: object) =>
  JSON.stringify({ role: "authenticated", tenant_id: tenantId, ...who });

type Sight = { name: string; own: number; others: number };

/** How many rows a worker of the tenant sees in each table: the tenant's own, and others'. */
const look = (db: postgres.Sql, tables: Table[], tenantId: string) =>
  db.begin(async (tx) => {
    await tx`select set_config('role', 'authenticated', true),
      set_config('request.jwt.claims', ${claims(tenantId, { worker: "sweep" })}, true)`;
    const counts = tables.map(
      ({ name }) => `select '${name}' as name,
        count(tenant_id) filter (where tenant_id = '${tenantId}')::integer as own,
        count(tenant_id) filter (where tenant_id <> '${tenantId}')::integer as others from ${name}`,
    );
    return tx.unsafe<Sight[]>(counts.join(" union all "));
  });

test("among 200 tenants each sees its own rows in every table, and nobody else's", async ({
  town,
}) => {
  const readable = town.tables.filter(({ name }) => POLICY[name]?.select !== null);
  const wrong: string[] = [];
  for (const { tenantId } of town.residents) {
    for (const { name, own, others } of await look(town.db, readable, tenantId)) {
      if (others > 0 || own === 0) wrong.push(`${tenantId}: ${name}: ${own} own, ${others} others`);
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);

const hostileWrites = async (
  db: postgres.Sql,
  tables: Table[],
  attacker: Resident,
  victim: Resident,
): Promise<Attempt[]> => {
  const { draft } = rowFactory(db, tables, victim.tenantId);
  const who = claims(attacker.tenantId, { sub: attacker.userId });
  const attempts: Attempt[] = [];
  for (const table of tables) {
    const where = keyOf(table, victim.rows[table.name] ?? {});
    const statements = [
      insertOf(table, await draft(table)),
      `update ${table.name} set ${table.key[0]} = ${table.key[0]} where ${where}`,
      `update ${table.name} set tenant_id = '${attacker.tenantId}' where ${where}`,
      `delete from ${table.name} where ${where}`,
    ];
    const as = { role: "authenticated", claims: who };
    attempts.push(...statements.map((statement) => ({ ...as, statement })));
  }
  return attempts;
};

test("hostile writes between random tenants touch nothing", async ({ town }) => {
  const { db, tables, residents } = town;
  const attempts: Attempt[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const at = randomInt(TENANTS);
    const attacker = residents[at];
    const victim = residents[(at + 1 + randomInt(TENANTS - 1)) % TENANTS];
    if (attacker && victim) attempts.push(...(await hostileWrites(db, tables, attacker, victim)));
  }
  expect(attempts.length).toBe(PAIRS * tables.length * 4);
  const one = await db.reserve();
  await prepareAttempts(one);
  const outcomes = await tryAll(one, attempts);
  one.release();
  const effects = outcomes.flatMap((outcome, i) =>
    outcome === "0" || outcome === "42501" ? [] : [`${outcome}: ${attempts[i]?.statement}`],
  );
  expect(effects).toEqual([]);
}, 120_000);
