import postgres from "postgres";
import { expect } from "vitest";
import {
  type Actor,
  type Attempt,
  makeActors,
  makeMember,
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
import { POLICY, type Verb } from "@/tests/house/database/policy";
import { test as base } from "@/tests/support/test";

type Kind = Verb | "move to another tenant" | "truncate";

const test = base.extend("house", { scope: "file" }, async ({ database }, { onCleanup }) => {
  const db = postgres(database, { max: 1, onnotice: () => {} });
  onCleanup(() => db.end());
  await prepareAttempts(db);
  const tables = await readTables(db);
  const [home, away] = [await makeOwner(db), await makeOwner(db)];
  return { db, tables, home, away, actors: await makeActors(db, home, away) };
});

type House = {
  db: postgres.Sql;
  tables: Table[];
  home: Owner;
  away: Owner;
  actors: Actor[];
};

const updatable = ({ columns, key }: Table) =>
  columns.find((column) => column.mayUpdate && column.maySelect && !key.includes(column.name))
    ?.name ?? key[0];

const statements = (table: Table, row: Row, draft: Row, elsewhere: string) =>
  ({
    select: `select from ${table.name} where ${keyOf(table, row)}`,
    insert: insertOf(table, draft),
    update: `update ${table.name} set ${updatable(table)} = ${updatable(table)} where ${keyOf(table, row)}`,
    delete: `delete from ${table.name} where ${keyOf(table, row)}`,
    ...("tenant_id" in row && {
      "move to another tenant": `update ${table.name} set tenant_id = '${elsewhere}' where ${keyOf(table, row)}`,
    }),
    truncate: `truncate ${table.name} cascade`,
  }) satisfies Partial<Record<Kind, string>>;

const isAllowed = (table: string, actor: Actor, kind: Kind) => {
  if (kind === "truncate" || kind === "move to another tenant") return false;
  const policy = POLICY[table];
  // Of a person's rows the one that is there is the owner's, the one to be inserted the admin's.
  const holder = kind === "insert" ? "admin" : "owner";
  if (policy?.belongs === "person" && actor.name !== holder && actor.rank !== 9) return false;
  // What belongs to the installation is open to whoever stands in any tenant of his own.
  const stands =
    actor.name === "owner of another tenant" || actor.name === "worker for another tenant";
  const rank = policy?.belongs === "installation" && stands ? 4 : actor.rank;
  const needed = policy?.[kind] ?? null;
  return needed !== null && rank >= needed;
};

const quoted = (id: string | undefined) => `'${id}'`;

/** The row of a table that all try their hands on: the home tenant, a colleague, the product, else a row made for it. */
const subject = async ({ db, tables, home }: House, table: Table): Promise<Row> => {
  switch (table.name) {
    case "tenants":
      return { id: quoted(home.tenantId) };
    case "app.audit_heads":
      return { tenant_id: quoted(home.tenantId) };
    case "profiles":
      return { user_id: quoted(await makeMember(db, home.tenantId, "viewer")) };
    case "products":
      return { id: quoted((await db<{ id: string }[]>`select id from products`)[0]?.id) };
    default:
      return rowFactory(db, tables, home.tenantId, home.userId).make(table);
  }
};

type Cell = Attempt & { label: string; expected: string };

const cellsOf = async (house: House, table: Table): Promise<Cell[]> => {
  const row = await subject(house, table);
  const { db, tables, home, actors } = house;
  const admin = actors.find(({ name }) => name === "admin")?.claims as { sub?: string };
  const draft = await rowFactory(db, tables, home.tenantId, admin.sub).draft(table);
  const tries = Object.entries(statements(table, row, draft, house.away.tenantId));
  return tries.flatMap(([kind, statement]) =>
    house.actors.map((actor) => ({
      label: `${actor.name}: ${kind} ${table.name}`,
      expected: isAllowed(table.name, actor, kind as Kind) ? "1" : "denied",
      role: actor.role,
      claims: JSON.stringify(actor.claims),
      statement,
    })),
  );
};

/** Truncating is refused loudly; the other verbs may also find no row. */
const tell = (outcome: string, { statement }: Cell) =>
  outcome === "42501" || (outcome === "0" && !statement.startsWith("truncate"))
    ? "denied"
    : outcome;

test("every table is in the policy file, and nothing else is", ({ house }) => {
  expect(Object.keys(POLICY).sort()).toEqual(house.tables.map(({ name }) => name).sort());
});

test("every actor may do with every table exactly what the policy file says", async ({ house }) => {
  const cells: Cell[] = [];
  for (const table of house.tables) cells.push(...(await cellsOf(house, table)));
  expect(cells.length).toBeGreaterThan(house.tables.length * house.actors.length * 5);
  const outcomes = await tryAll(house.db, cells);
  const wrong = cells.flatMap((cell, i) => {
    const told = tell(outcomes[i] ?? "", cell);
    return told === cell.expected ? [] : [`${cell.label}: ${told}, not ${cell.expected}`];
  });
  expect(wrong).toEqual([]);
}, 60_000);

test("a policy that forgets the wall is found by the matrix", async ({ house }) => {
  const { db, tables, home, actors } = house;
  const table = tables.find(({ name }) => name === "workflows");
  if (!table) throw new Error("There is no table workflows.");
  const row = await rowFactory(db, tables, home.tenantId).make(table);
  const stranger = actors.filter(({ name }) => name === "owner of another tenant");
  const attempts = stranger.map(({ role, claims }) => ({
    role,
    claims: JSON.stringify(claims),
    statement: `select from workflows where ${keyOf(table, row)}`,
  }));
  expect(await tryAll(db, attempts)).toEqual(["0"]);
  await db.unsafe('drop policy "tenant wall" on public.workflows');
  expect(await tryAll(db, attempts)).toEqual(["1"]);
});
