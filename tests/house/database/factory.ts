import { randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { makePerson } from "@/tests/house/database/actors";

type Column = {
  name: string;
  type: string;
  /** No default and not null: a row cannot do without it. */
  isNeeded: boolean;
  /** Names of an enum, or the literals of `check (column in (…))`. */
  choices: string[];
  mayUpdate: boolean;
  maySelect: boolean;
};

type Link = { columns: string[]; to: string; toColumns: string[] };

export type Table = { name: string; key: string[]; columns: Column[]; links: Link[] };

export type Row = Record<string, string>;

/** Every table of ours, partitions left out, as the catalogue knows it. */
export const readTables = (db: postgres.Sql) =>
  db.unsafe<Table[]>(`
  select c.oid::regclass::text as name,
    (select array_agg(a.attname::text order by k.ord) from pg_index i, unnest(i.indkey::smallint[]) with ordinality as k (num, ord), pg_attribute a
      where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.num) as key,
    (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isNeeded', a.attnotnull and not a.atthasdef,
      'choices', coalesce((select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = a.atttypid), (
        select jsonb_agg(m[1]) from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') as m
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%ANY (ARRAY[%'), '[]'),
      'mayUpdate', has_column_privilege('authenticated', c.oid, a.attnum, 'update'), 'maySelect', has_column_privilege('authenticated', c.oid, a.attnum, 'select')) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    coalesce((select jsonb_agg(jsonb_build_object('to', f.confrelid::regclass::text,
      'columns', (select jsonb_agg(a.attname order by k.ord) from unnest(f.conkey) with ordinality as k (num, ord) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num),
      'toColumns', (select jsonb_agg(a.attname order by k.ord) from unnest(f.confkey) with ordinality as k (num, ord) join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num)))
      from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as links
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and not c.relispartition order by 1`);

/** Columns whose check is a pattern that random text does not meet. */
const PATTERNED: Record<string, string> = {
  "audit_log.action": "thing.made",
  "app.outbox.name": "house/thing.made",
};

/** Tables a row is never made anew for: they are given. */
const GIVEN = ["tenants", "products", "auth.users"];

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

const isNested = (value: unknown) => typeof value === "object";

const sampleOf = (table: string, { name, type, choices }: Column): string => {
  const patterned = PATTERNED[`${table}.${name}`];
  if (patterned) return literal(patterned);
  if (choices[0] !== undefined) return literal(choices[0]);
  // Partitions are by the instant inside the id.
  if (type === "uuid")
    return name === "id" || name === "run_id" ? "app.uuidv7()" : literal(randomUUID());
  if (type === "bytea") return literal(`\\x${randomBytes(32).toString("hex")}`);
  if (type === "jsonb") return "'{}'";
  if (type.endsWith("[]")) return `array['x']::${type}`;
  if (type === "boolean") return "true";
  if (/^(integer|bigint|smallint|double precision|numeric)/.test(type)) return "1";
  if (type.startsWith("timestamp")) return "now()";
  if (type === "tsvector") return literal("word");
  if (type === "text") return literal(randomBytes(6).toString("hex"));
  throw new Error(`The row factory knows no value for ${table}.${name} of type ${type}.`);
};

/** Makes rows for a tenant, walking foreign keys upwards and making what they point at; rows of a member are `member`'s. */
export const rowFactory = (
  db: postgres.Sql,
  tables: Table[],
  tenantId: string,
  member?: string | undefined,
) => {
  const find = (name: string) => {
    const table = tables.find((one) => one.name === name);
    if (!table) throw new Error(`There is no table ${name}.`);
    return table;
  };

  const above = async (to: string): Promise<Row> => {
    if (to === "profiles") return { user_id: literal(await makePerson(db)) };
    if (to === "memberships" && member)
      return { tenant_id: literal(tenantId), user_id: literal(member) };
    return make(find(to));
  };

  const parent = async ({ columns, to, toColumns }: Link): Promise<Row> => {
    if (GIVEN.includes(to)) return {};
    const row = await above(to);
    return Object.fromEntries(columns.map((name, i) => [name, row[toColumns[i] ?? ""] ?? "null"]));
  };

  /** The values of a row that could be inserted now: its parents exist, itself does not. SQL literals by column. */
  const draft = async ({ name, columns, links, key }: Table): Promise<Row> => {
    const needed = columns.filter((column) => column.isNeeded || key.includes(column.name));
    const row: Row = {};
    for (const column of needed) row[column.name] = sampleOf(name, column);
    for (const link of links) Object.assign(row, await parent(link));
    if (columns.some((column) => column.name === "tenant_id")) row.tenant_id = literal(tenantId);
    return row;
  };

  /** Inserts a row past the wall; returns its values as SQL literals. */
  const make = async (table: Table): Promise<Row> => {
    const [stored] = await db.unsafe<{ row: Record<string, unknown> }[]>(
      `${insertOf(table, await draft(table))} returning to_jsonb(${table.name.replace(/^.*\./, "")}.*) as row`,
    );
    const scalars = Object.entries(stored?.row ?? {}).filter(([, value]) => !isNested(value));
    return Object.fromEntries(scalars.map(([name, value]) => [name, literal(String(value))]));
  };

  return { draft, make };
};

export const insertOf = ({ name }: Table, row: Row): string =>
  `insert into ${name} (${Object.keys(row).join(", ")}) values (${Object.values(row).join(", ")})`;

/** Finds one row by its primary key. */
export const keyOf = ({ key }: Table, row: Row): string =>
  key.map((name) => `${name} = ${row[name]}`).join(" and ");
