import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { PASSWORD_LENGTH_MIN } from "../app.ts";
import { AuthFailure } from "./answer.ts";

export type Sql = postgres.Sql;

/** A user as Supabase Auth's API shows it. */
export type User = {
  id: string;
  email: string;
  email_confirmed_at?: string;
  confirmation_sent_at?: string;
  app_metadata: Record<string, unknown>;
  user_metadata: Record<string, unknown>;
  [field: string]: unknown;
};

export type NewUser = {
  id?: string | undefined;
  email: string;
  password?: string | undefined;
  confirmed: boolean;
  invited?: boolean;
  userMetadata?: Record<string, unknown> | undefined;
  appMetadata?: Record<string, unknown> | undefined;
};

const IDENTITIES = `
  select jsonb_agg(jsonb_build_object('identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id,
    'identity_data', i.identity_data, 'provider', i.provider, 'last_sign_in_at', i.last_sign_in_at,
    'created_at', i.created_at, 'updated_at', i.updated_at, 'email', i.email) order by i.created_at)
  from auth.identities i where i.user_id = u.id`;

const USER = `
  jsonb_strip_nulls(jsonb_build_object('id', u.id, 'aud', coalesce(u.aud, 'authenticated'),
    'role', coalesce(u.role, 'authenticated'), 'email', coalesce(u.email, ''), 'phone', coalesce(u.phone, ''),
    'email_confirmed_at', u.email_confirmed_at, 'confirmed_at', u.confirmed_at, 'invited_at', u.invited_at,
    'confirmation_sent_at', u.confirmation_sent_at, 'recovery_sent_at', u.recovery_sent_at,
    'new_email', u.email_change, 'email_change_sent_at', u.email_change_sent_at,
    'last_sign_in_at', u.last_sign_in_at, 'banned_until', u.banned_until, 'created_at', u.created_at,
    'updated_at', u.updated_at, 'is_anonymous', u.is_anonymous))
  || jsonb_build_object('app_metadata', coalesce(u.raw_app_meta_data, '{}'),
    'user_metadata', coalesce(u.raw_user_meta_data, '{}'), 'identities', coalesce((${IDENTITIES}), '[]'))`;

/** The user with this id, or nothing. */
export const findUser = async (sql: Sql, id: string): Promise<User | undefined> => {
  const rows = await sql`select ${sql.unsafe(USER)} as "user" from auth.users u where u.id = ${id}`;
  return rows[0]?.user;
};

/** The user with this address in any case, or nothing. */
export const findUserByEmail = async (sql: Sql, email: string): Promise<User | undefined> => {
  const rows = await sql`
    select ${sql.unsafe(USER)} as "user" from auth.users u where u.email = ${email.toLowerCase()}`;
  return rows[0]?.user;
};

/** One page of users, oldest first, and how many there are in all. */
export const listUsers = async (sql: Sql, page: number, perPage: number) => {
  const [{ total } = { total: 0 }] = await sql<{ total: number }[]>`
    select count(*)::int as total from auth.users`;
  const rows = await sql`
    select ${sql.unsafe(USER)} as "user" from auth.users u
    order by u.created_at, u.id limit ${perPage} offset ${(page - 1) * perPage}`;
  return { total, users: rows.map((row) => row.user as User) };
};

/** The password's hash as lite reads it (bcrypt, cost 10); too short or too long is refused as by sign-up. */
export const hashPassword = async (sql: Sql, password: string): Promise<string> => {
  if (Buffer.byteLength(password) > 72)
    throw new AuthFailure(400, "validation_failed", "Password cannot be longer than 72 characters");
  if (password.length < PASSWORD_LENGTH_MIN)
    throw new AuthFailure(
      422,
      "weak_password",
      `Password should be at least ${PASSWORD_LENGTH_MIN} characters.`,
    );
  const [row] = await sql<{ hash: string }[]>`
    select extensions.crypt(${password}, extensions.gen_salt('bf', 10)) as hash`;
  return row?.hash ?? "";
};

/** Creates a user with an e-mail identity in one transaction; 422 `email_exists` when the address is taken. */
export const createUser = async (sql: Sql, input: NewUser): Promise<User> => {
  const id = input.id ?? randomUUID();
  const email = input.email.toLowerCase();
  const hash = input.password === undefined ? null : await hashPassword(sql, input.password);
  const identity = { sub: id, email, email_verified: input.confirmed, phone_verified: false };
  const userMetadata = { ...input.userMetadata, email_verified: input.confirmed };
  const appMetadata = { ...input.appMetadata, provider: "email", providers: ["email"] };
  try {
    await sql.begin(async (tx) => {
      await tx`
        insert into auth.users (id, email, encrypted_password, email_confirmed_at, invited_at, raw_user_meta_data,
          raw_app_meta_data)
        values (${id}, ${email}, ${hash}, ${input.confirmed ? tx`now()` : null}, ${input.invited ? tx`now()` : null},
          ${tx.json(userMetadata as postgres.JSONValue)}, ${tx.json(appMetadata as postgres.JSONValue)})`;
      await tx`
        insert into auth.identities (id, provider, provider_id, user_id, identity_data)
        values (${randomUUID()}, 'email', ${id}, ${id}, ${tx.json(identity)})`;
    });
  } catch (error) {
    if (
      error instanceof postgres.PostgresError &&
      error.code === "23505" &&
      error.table_name === "users"
    )
      throw new AuthFailure(
        422,
        "email_exists",
        "A user with this email address has already been registered",
      );
    throw error;
  }
  return requireUser(sql, id);
};

/** The user with this id; 404 `user_not_found` otherwise. */
export const requireUser = async (sql: Sql, id: string): Promise<User> => {
  const user = await findUser(sql, id);
  if (user) return user;
  throw new AuthFailure(404, "user_not_found", "User not found");
};
