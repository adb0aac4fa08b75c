import { z } from "zod";
import { AuthFailure, parseBody } from "./answer.ts";
import { hashOf } from "./links.ts";
import type { Sql } from "./users.ts";

const Body = z.looseObject({
  type: z.string(),
  token_hash: z.string().optional(),
  token: z.string().optional(),
  email: z.string().optional(),
});

const EXPIRED = "Email link is invalid or has expired";

/** Which of lite's kinds the token of a type `email` is: hosted accepts both under one name. */
const kindOf = async (sql: Sql, hash: string) => {
  const [row] = await sql<{ signup: boolean }[]>`
    select confirmation_token is not distinct from ${hash} as signup from auth.users
    where confirmation_token = ${hash} or recovery_token = ${hash}`;
  return row?.signup ? "signup" : "magiclink";
};

/**
 * Two links change an address, one to each mailbox, and both must be followed in any order. lite changes it
 * when the present address confirms, so the token it gets is held back until the second link comes.
 * Gives the token to hand to lite, or nothing when the first of the two was accepted.
 */
const confirmChange = async (sql: Sql, hash: string): Promise<string | undefined> => {
  const [row] = await sql<
    { id: string; status: number; current: string | null; is_current: boolean }[]
  >`
    select id, email_change_confirm_status as status, email_change_token_current as current,
      email_change_token_current is not distinct from ${hash} as is_current
    from auth.users
    where (email_change_token_current = ${hash} or email_change_token_new = ${hash})
      and email_change_sent_at > now() - interval '1 hour'`;
  if (!row) throw new AuthFailure(403, "otp_expired", EXPIRED);
  const [mine, other] = row.is_current ? [2, 1] : [1, 2];
  if (row.status === other && row.current) return row.current;
  await sql`update auth.users set email_change_confirm_status = ${mine} where id = ${row.id}`;
  return undefined;
};

/**
 * Rewrites a verification as lite understands it: `invite` and `email` are names hosted Supabase has and lite
 * has not. Gives the new body, or nothing when the first half of a change of address was accepted.
 */
export const prepareVerification = async (sql: Sql, text: string): Promise<string | undefined> => {
  const body = parseBody(Body, text);
  const hash =
    body.token_hash ?? (body.email && body.token ? hashOf(body.email, body.token) : undefined);
  if (body.type === "invite") return JSON.stringify({ ...body, type: "signup" });
  if (body.type === "email" && hash)
    return JSON.stringify({ ...body, type: await kindOf(sql, hash) });
  if (body.type !== "email_change" || !hash) return text;
  const token_hash = await confirmChange(sql, hash);
  return token_hash && JSON.stringify({ type: "email_change", token_hash });
};
