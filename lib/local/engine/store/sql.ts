/** A table the log writes: how a value becomes a row, which columns identify it, what a second write does. */
export type Table = {
  name: string;
  columns: readonly (readonly [column: string, type: "text" | "int8" | "int4"])[];
  keys: readonly string[];
  write: "insert" | "upsert" | "update";
};

const list = (columns: readonly string[], prefix = ""): string =>
  columns.map((column) => prefix + column).join(", ");

/** One part of the commit statement: all rows of one table, their columns as arrays from parameter `first` on. */
export const writePart = (table: Table, first: number): string => {
  const names = table.columns.map(([name]) => name);
  const arrays = table.columns.map(([, type], i) => `$${first + i}::text[]::${type}[]`).join(", ");
  const rest = names.filter((name) => !table.keys.includes(name));
  if (table.write === "update") {
    const sets = rest.map((name) => `${name} = v.${name}`).join(", ");
    const match = table.keys.map((key) => `t.${key} = v.${key}`).join(" and ");
    return `update engine.${table.name} t set ${sets} from unnest(${arrays}) as v(${list(names)}) where ${match}`;
  }
  const conflict =
    table.write === "insert" || rest.length === 0
      ? "do nothing"
      : `(${list(table.keys)}) do update set ${rest.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  return `insert into engine.${table.name} (${list(names)}) select * from unnest(${arrays}) on conflict ${conflict}`;
};

/** The part that removes rows of one table by their keys, given as arrays from parameter `first` on. */
export const deletePart = (table: Table, first: number): string => {
  const arrays = table.keys.map((_, i) => `$${first + i}::text[]`).join(", ");
  const match = table.keys.map((key) => `t.${key} = v.${key}`).join(" and ");
  return `delete from engine.${table.name} t using unnest(${arrays}) as v(${list(table.keys)}) where ${match}`;
};

/** Text as an element of an array. Postgres has no NUL character, so it is left out. */
const quote = (value: string): string => {
  const text = value.includes("\u0000") ? value.replaceAll("\u0000", "") : value;
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text}"`;
};

/** A Postgres array literal. All numbers of this schema are whole. */
export const arrayLiteral = (values: readonly (string | number | null)[]): string => {
  let text = "{";
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ",";
    if (value === null || value === undefined) text += "NULL";
    else text += typeof value === "number" ? Math.round(value) : quote(value);
  }
  return `${text}}`;
};
