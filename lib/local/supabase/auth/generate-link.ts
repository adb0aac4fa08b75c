import { z } from "zod";
import { AuthFailure, parseBody } from "./answer.ts";
import { issueLink } from "./links.ts";
import type { MailHook } from "./mail-hook.ts";
import { createUser, findUserByEmail, requireUser, type Sql, type User } from "./users.ts";

const Email = z.email("Unable to validate email address: invalid format").max(255);
const Data = z.record(z.string(), z.json()).optional();

const LinkBody = z.looseObject({
  type: z.enum(["signup", "invite", "magiclink", "recovery"]),
  email: Email,
  password: z.string().optional(),
  data: Data,
});

const InviteBody = z.looseObject({ email: Email, data: Data });

type LinkRequest = z.infer<typeof LinkBody>;

const EXISTS = "A user with this email address has already been registered";

const invited = async (sql: Sql, email: string, data: LinkRequest["data"]): Promise<User> => {
  const existing = await findUserByEmail(sql, email);
  if (existing?.email_confirmed_at) throw new AuthFailure(422, "email_exists", EXISTS);
  if (!existing)
    return createUser(sql, { email, confirmed: false, invited: true, userMetadata: data });
  await sql`update auth.users set invited_at = now() where id = ${existing.id}`;
  return existing;
};

const userFor = async (sql: Sql, { type, email, password, data }: LinkRequest): Promise<User> => {
  if (type === "invite") return invited(sql, email, data);
  const existing = await findUserByEmail(sql, email);
  if (type === "signup") {
    if (existing?.email_confirmed_at) throw new AuthFailure(422, "email_exists", EXISTS);
    if (existing) return existing;
    if (!password)
      throw new AuthFailure(400, "validation_failed", "Signup requires a valid password");
    return createUser(sql, { email, password, confirmed: false, userMetadata: data });
  }
  if (!existing) throw new AuthFailure(404, "user_not_found", "User with this email not found");
  return existing;
};

/** `POST /auth/v1/admin/generate_link`: a link's token without sending the mail. */
export const generateLink = async (sql: Sql, apiUrl: string, redirectTo: string, text: string) => {
  const body = parseBody(LinkBody, text);
  const user = await userFor(sql, body);
  const { otp, tokenHash } = await issueLink(sql, body.type, user);
  const query = new URLSearchParams({ token: tokenHash, type: body.type, redirect_to: redirectTo });
  return Response.json({
    ...(await requireUser(sql, user.id)),
    action_link: `${apiUrl}/auth/v1/verify?${query}`,
    email_otp: otp,
    hashed_token: tokenHash,
    verification_type: body.type,
    redirect_to: redirectTo,
  });
};

/** `POST /auth/v1/invite`: an unconfirmed user and the invitation mail, by the hook. */
export const invite = async (sql: Sql, hook: MailHook, text: string) => {
  const { email, data } = parseBody(InviteBody, text);
  const user = await invited(sql, email, data);
  await hook.send("invite", user, await issueLink(sql, "invite", user));
  return Response.json(await requireUser(sql, user.id));
};
