import { createHash } from "node:crypto";
import {
  CamelCasePlugin,
  Kysely,
  type OperationNode,
  type PluginTransformQueryArgs,
  PostgresDialect,
  RawNode,
  ValueNode,
} from "kysely";
import { Client, Pool, types } from "pg";
import { env } from "@/lib/core/env";
import type { DB } from "@/lib/infra/db/types";

/** Room for the pool on `globalThis`: a hot reload must not open a second one. */
const home = globalThis as typeof globalThis & { stewardDb?: { db: Kysely<DB>; url: string } };

const INT8 = 20;

const getTypeParser = ((oid: number, format?: "text" | "binary") =>
  oid === INT8 ? BigInt : types.getTypeParser(oid, format as "text")) as typeof types.getTypeParser;

const NAMES_MAX = 2_000;
const names = new Map<string, string>();

/** A statement's name is the digest of its text; past a bound (lists of many lengths) a text stays without. */
const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known || names.size >= NAMES_MAX) return known;
  const name = createHash("sha1").update(text).digest("hex");
  names.set(text, name);
  return name;
};

/** Parses and plans a statement once per connection instead of once per call. */
class PreparingClient extends Client {
  override query(...args: unknown[]): never {
    const [text, values] = args;
    if (typeof text !== "string" || !Array.isArray(values))
      return super.query(...(args as [string])) as never;
    return super.query({ name: nameOf(text), text, values }) as never;
  }
}

type Node = PluginTransformQueryArgs["node"];

/** A statement written out, with nothing but texts and values in it. */
const isPlain = (node: OperationNode): boolean =>
  ValueNode.is(node) || (RawNode.is(node) && node.parameters.every(isPlain));

/** Names in statements and rows. A statement written out has no names to change, and copying it takes longer than sending it. */
class Names extends CamelCasePlugin {
  override transformQuery(args: PluginTransformQueryArgs): Node {
    return isPlain(args.node) ? args.node : super.transformQuery(args);
  }
}

const open = (connectionString: string) => {
  const pool = new Pool({
    connectionString,
    max: env().DATABASE_POOL_MAX,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    types: { getTypeParser },
    // A transaction pooler hands every transaction to another session, so this is off unless we are told.
    // Postgres takes planning anew for cheaper whenever a table is partitioned, though it costs more than the statement.
    ...(env().DATABASE_PREPARE && {
      Client: PreparingClient,
      options: "-c plan_cache_mode=force_generic_plan",
    }),
  });
  // A connection that breaks fails its query and leaves the pool; told again as an event it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new Names({ maintainNestedObjectKeys: true })],
  });
};

/** The process's pool, as role `postgres`. Only asTenant, asSystem and health checks use it. */
export const pool = (): Kysely<DB> => {
  const url = env().DATABASE_URL;
  if (home.stewardDb?.url !== url) home.stewardDb = { db: open(url), url };
  return home.stewardDb.db;
};

/** Ends the pool; tests and scripts call it, the server never does. */
export const closePool = async () => {
  const open = home.stewardDb;
  delete home.stewardDb;
  await open?.db.destroy();
};
