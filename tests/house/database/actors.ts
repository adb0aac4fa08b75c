import { randomUUID } from "node:crypto";
import type postgres from "postgres";

/** A caller as the database sees one, with its rank in the tenant whose rows are tried. */
export type Actor = { name: string; role: "anon" | "authenticated"; claims: object; rank: number };

/** What is to be tried as whom. */
export type Attempt = { role: string; claims: string; statement: string };

/** An account without a tenant of its own; returns its id. */
export const makePerson = async (db: postgres.Sql): Promise<string> => {
  const id = randomUUID();
  await db`insert into auth.users (id, email, raw_user_meta_data, created_at, updated_at)
    values (${id}, ${`${id}@example.com`}, '{"invitation": true}', now(), now())`;
  return id;
};

export type Owner = { userId: string; tenantId: string };

/** An account with a tenant of its own. */
export const makeOwner = async (db: postgres.Sql): Promise<Owner> => {
  const userId = randomUUID();
  await db`insert into auth.users (id, email, raw_user_meta_data, created_at, updated_at)
    values (${userId}, ${`${userId}@example.com`}, '{"company": "House"}', now(), now())`;
  const [row] = await db<{ tenantId: string }[]>`
    select tenant_id as "tenantId" from memberships where user_id = ${userId}`;
  return { userId, tenantId: row?.tenantId ?? "" };
};

const join = async (db: postgres.Sql, tenantId: string, userId: string, role: string) =>
  db`insert into memberships (tenant_id, user_id, role) values (${tenantId}, ${userId}, ${role})`;

/** A new person in a tenant; returns its id. */
export const makeMember = async (db: postgres.Sql, tenantId: string, role: string) => {
  const userId = await makePerson(db);
  await join(db, tenantId, userId, role);
  return userId;
};

const makeKey = async (db: postgres.Sql, tenantId: string, revoked: boolean) => {
  const [row] = await db<{ id: string }[]>`
    insert into api_keys (tenant_id, name, prefix, hash, scopes, revoked_at)
    values (${tenantId}, 'house', 'stw_house', sha256(gen_random_uuid()::text::bytea), '{workflows:read}', ${revoked ? db`now()` : null})
    returning id`;
  return row?.id;
};

/** Everybody who could turn up at a row of tenant `home`, while `away` is somebody else's. The owner owns both. */
export const makeActors = async (db: postgres.Sql, home: Owner, away: Owner): Promise<Actor[]> => {
  await join(db, away.tenantId, home.userId, "owner");
  const removed = await makeMember(db, home.tenantId, "admin");
  await db`delete from memberships where user_id = ${removed}`;
  const actor = (name: string, rank: number, claims: object, tenantId = home.tenantId): Actor => ({
    name,
    rank,
    role: "authenticated",
    claims: { role: "authenticated", tenant_id: tenantId, ...claims },
  });
  return [
    { name: "anon", role: "anon", rank: 0, claims: { role: "anon", tenant_id: home.tenantId } },
    actor("viewer", 1, { sub: await makeMember(db, home.tenantId, "viewer") }),
    actor("member", 2, { sub: await makeMember(db, home.tenantId, "member") }),
    actor("admin", 3, { sub: await makeMember(db, home.tenantId, "admin") }),
    actor("owner", 4, { sub: home.userId }),
    actor("owner of another tenant", 0, { sub: away.userId }, away.tenantId),
    actor("owner of another tenant who claims this one", 0, { sub: away.userId }),
    actor("removed admin", 0, { sub: removed }),
    actor("API key", 2, { api_key: await makeKey(db, home.tenantId, false) }),
    actor("revoked API key", 0, { api_key: await makeKey(db, home.tenantId, true) }),
    actor("another tenant's API key", 0, { api_key: await makeKey(db, away.tenantId, false) }),
    actor("worker", 9, { worker: "house" }),
    actor("worker for another tenant", 0, { worker: "house" }, away.tenantId),
  ];
};

/** A function that tries a statement as somebody, undoes it, and tells rows touched or SQLSTATE. */
export const prepareAttempts = (db: postgres.Sql) =>
  db.unsafe(`
  create function pg_temp.attempt(as_role text, claims text, statement text) returns text language plpgsql as $$
  declare touched bigint;
  begin
    begin
      perform set_config('role', as_role, true), set_config('request.jwt.claims', claims, true);
      execute statement;
      get diagnostics touched = row_count;
      raise exception using errcode = 'TST00', message = touched::text;
    exception when sqlstate 'TST00' then return sqlerrm; when others then return sqlstate;
    end;
  end $$`);

/** Tries all in one round trip; the outcome of each is a number of rows or a SQLSTATE. */
export const tryAll = async (db: postgres.Sql, attempts: Attempt[]): Promise<string[]> => {
  const rows = await db<{ outcome: string }[]>`
    select pg_temp.attempt(a ->> 'role', a ->> 'claims', a ->> 'statement') as outcome
    from jsonb_array_elements(${JSON.stringify(attempts)}::text::jsonb) with ordinality as x (a, n) order by n`;
  return rows.map(({ outcome }) => outcome);
};
