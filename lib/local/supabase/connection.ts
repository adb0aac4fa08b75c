import { PostgresConnection } from "@supabase/lite/postgres";
import { Kysely, sql } from "kysely";
import { leaseDialect } from "./leases.ts";

type DbError = { code?: unknown; message?: string; detail?: string; hint?: string };
type Vars = { auth?: { role?: unknown; uid?: unknown; jwt?: unknown } };

const json = (value: unknown): string => {
  // lite hands over objects and text that is already encoded; encoding the latter twice makes a JSON string.
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return JSON.stringify(value);
  try {
    JSON.parse(value);
    return value;
  } catch {
    return JSON.stringify(value);
  }
};
const same = (value: string) => value;
const iso = (text: string) => text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
const type = (
  oid: number,
  serialize: (value: string) => string,
  parse: (text: string) => unknown,
) => ({
  to: oid,
  from: [oid],
  serialize,
  parse,
});

const bigint = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));

/** Values look as PostgREST sends them: ISO instants, `\x` bytes, numeric as JSON numbers. */
const TYPES = {
  bigint: type(20, String, bigint),
  date: type(1082, same, same),
  time: type(1083, same, same),
  timetz: type(1266, same, same),
  json: type(114, json, JSON.parse),
  jsonb: type(3802, json, JSON.parse),
  timestamptz: type(1184, same, iso),
  timestamp: type(1114, same, (text) => text.replace(" ", "T")),
  bytea: type(17, same, same),
  numeric: type(1700, String, Number),
};

const AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "57P01",
  "57P02",
  "57P03",
]);

/** Classes and codes that lite answers as PostgREST does by itself. */
const handled = (code: string) =>
  /^(42|22|21|55|53|PT)/.test(code) || ["23505", "23503", "23502", "25006"].includes(code);

const statusOf = (code: string) => {
  if (code.startsWith("28")) return 403;
  if (code === "57014") return 500;
  return /^(08|40|57|58|XX)/.test(code) ? 500 : 400;
};

/** lite answers an error with code `PGRST` as PostgREST answers `raise sqlstate 'PGRST'`: body and status are ours. */
const answer = (status: number, code: string, error: DbError) => ({
  code: "PGRST",
  message: JSON.stringify({
    code,
    message: error.message ?? "",
    details: error.detail ?? null,
    hint: error.hint ?? null,
  }),
  detail: JSON.stringify({ status, headers: {} }),
});

/** True when the error says that the database cannot be reached now. */
export const isAway = (error: unknown): boolean =>
  AWAY.has(String((error as DbError | null)?.code));

class GatewayConnection extends PostgresConnection {
  override normalizeDbError(thrown: unknown): unknown {
    const error = super.normalizeDbError(thrown) as DbError | null;
    if (isAway(error))
      return answer(503, "PGRST001", {
        message: "Database client error. Retrying the connection.",
      });
    const code = error?.code;
    if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code) || handled(code)) return error;
    return answer(statusOf(code), code, error ?? {});
  }
}

/** Everything a policy or function may ask about the caller, in one statement instead of six. */
const applyContext = async (db: Kysely<unknown>, vars: Vars) => {
  const role = typeof vars.auth?.role === "string" && vars.auth.role ? vars.auth.role : "anon";
  const uid = String(vars.auth?.uid ?? "");
  const claims = JSON.stringify(vars.auth?.jwt ?? { role });
  // A role's own time-out counts only at login, and lite_app logs in; hosted gives anon 3 s.
  const timeout = role === "anon" ? sql`, set_config('statement_timeout', '3s', true)` : sql``;
  await sql`
    select set_config('request.jwt.claims', ${claims}, true), set_config('request.jwt.claim.sub', ${uid}, true),
      set_config('request.jwt.claim.role', ${role}, true)${timeout}, set_config('role', ${role}, true)`.execute(
    db,
  );
};

/**
 * lite's connection as `lite_app`, mended: Row Level Security is always applied, grants are never rewritten,
 * values and errors look as PostgREST's. Two of the members replaced are private in lite; the self-test at
 * start refuses to serve when a newer lite no longer has them.
 */
export const connectLite = (liteUrl: string, max = 10): GatewayConnection => {
  const connection = new GatewayConnection({ url: liteUrl });
  const options = {
    types: TYPES,
    connection: { TimeZone: "UTC" },
    onnotice: () => undefined,
    connect_timeout: 5,
  };
  Reflect.set(connection, "kysely", new Kysely({ dialect: leaseDialect(liteUrl, options, max) }));
  Reflect.set(connection, "rlsState", "active");
  Reflect.set(connection, "applyJwtSessionContext", applyContext);
  return connection;
};
