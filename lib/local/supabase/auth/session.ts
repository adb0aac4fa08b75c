import { decodeJwt } from "jose";
import type { Tokens } from "../tokens.ts";
import { AuthFailure } from "./answer.ts";
import type { Sql } from "./users.ts";

type SessionBody = {
  access_token: string;
  user?: {
    app_metadata?: unknown;
    user_metadata?: unknown;
    phone?: string;
    is_anonymous?: boolean;
  };
};

const METHODS: Record<string, string> = {
  "/auth/v1/token": "password",
  "/auth/v1/verify": "otp",
  "/auth/v1/signup": "password",
};

/** Remembers how the session began, and refuses a banned user; lite does neither. */
const beginning = async (sql: Sql, sessionId: string, method: string) => {
  const start = `${method} ${Math.floor(Date.now() / 1000)}`;
  const [row] = await sql<{ tag: string; banned: boolean }[]>`
    with session as (
      update auth.sessions set tag = coalesce(tag, ${start}) where id = ${sessionId} returning tag, user_id
    )
    select session.tag, coalesce(u.banned_until > now(), false) as banned
    from session join auth.users u on u.id = session.user_id`;
  if (row?.banned) {
    await sql`delete from auth.sessions where id = ${sessionId}`;
    throw new AuthFailure(400, "user_banned", "User is banned");
  }
  const [name = method, at = "0"] = (row?.tag ?? start).split(" ");
  return [{ method: name, timestamp: Number(at) }];
};

/** The session's access token for the outside: signed ES256, with the claims hosted Supabase puts in. */
export const outwardSession = async <T extends SessionBody>(
  sql: Sql,
  tokens: Tokens,
  path: string,
  body: T,
): Promise<T> => {
  const sessionId = String(decodeJwt(body.access_token).session_id ?? "");
  const amr = await beginning(sql, sessionId, METHODS[path] ?? "password");
  const access_token = await tokens.outward(body.access_token, {
    phone: body.user?.phone ?? "",
    app_metadata: body.user?.app_metadata ?? {},
    user_metadata: body.user?.user_metadata ?? {},
    aal: "aal1",
    amr,
    is_anonymous: body.user?.is_anonymous ?? false,
  });
  return { ...body, access_token };
};
