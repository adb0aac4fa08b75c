import { z } from "zod";
import { AuthFailure, parseBody } from "./answer.ts";
import { createUser, hashPassword, listUsers, requireUser, type Sql, type User } from "./users.ts";

const Metadata = z.record(z.string(), z.json());
const Email = z.email("Unable to validate email address: invalid format").max(255);

const NewUserBody = z.looseObject({
  id: z.uuid().optional(),
  email: Email,
  password: z.string().optional(),
  email_confirm: z.boolean().default(false),
  user_metadata: Metadata.optional(),
  app_metadata: Metadata.optional(),
});

const ChangesBody = z.looseObject({
  email: Email.optional(),
  password: z.string().optional(),
  email_confirm: z.boolean().optional(),
  user_metadata: Metadata.optional(),
  app_metadata: Metadata.optional(),
  ban_duration: z
    .string()
    .regex(/^(none|\d+(\.\d+)?(ms|s|m|h)([\d.]+(ms|s|m|h))*)$/, "invalid format for ban duration")
    .optional(),
});

const DeleteBody = z.looseObject({ should_soft_delete: z.boolean().default(false) });

const UNITS_S: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of a Go duration such as `24h` or `1h30m`. */
const secondsOf = (duration: string) =>
  [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit = "s"]) => sum + Number(amount) * (UNITS_S[unit] ?? 0),
    0,
  );

const create = async (sql: Sql, text: string) => {
  const body = parseBody(NewUserBody, text);
  return createUser(sql, {
    id: body.id,
    email: body.email,
    password: body.password,
    confirmed: body.email_confirm,
    userMetadata: body.user_metadata,
    appMetadata: body.app_metadata,
  });
};

const list = async (sql: Sql, { origin, pathname, searchParams }: URL) => {
  const page = Math.max(1, Number.parseInt(searchParams.get("page") ?? "1", 10) || 1);
  const perPage = Math.min(
    1000,
    Math.max(1, Number.parseInt(searchParams.get("per_page") ?? "50", 10) || 50),
  );
  const { total, users } = await listUsers(sql, page, perPage);
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (to: number, rel: string) =>
    `<${origin}${pathname}?page=${to}&per_page=${perPage}>; rel="${rel}"`;
  const links = [...(page < last ? [link(page + 1, "next")] : []), link(last, "last")];
  return Response.json(
    { users, aud: "authenticated" },
    { headers: { "x-total-count": String(total), link: links.join(", ") } },
  );
};

const update = async (sql: Sql, id: string, text: string): Promise<User> => {
  const body = parseBody(ChangesBody, text);
  const user = await requireUser(sql, id);
  const email = body.email?.toLowerCase();
  const hash = body.password === undefined ? undefined : await hashPassword(sql, body.password);
  const taken =
    email &&
    email !== user.email &&
    (await sql`select 1 from auth.users where email = ${email}`)[0];
  if (taken)
    throw new AuthFailure(
      422,
      "email_exists",
      "A user with this email address has already been registered",
    );
  const metadata = { ...user.user_metadata, ...body.user_metadata } as Record<string, never>;
  const appMetadata = { ...user.app_metadata, ...body.app_metadata } as Record<string, never>;
  await sql.begin(async (tx) => {
    await tx`
      update auth.users set updated_at = now(), raw_user_meta_data = ${tx.json(metadata)},
        raw_app_meta_data = ${tx.json(appMetadata)}
        ${email ? tx`, email = ${email}` : tx``}
        ${hash ? tx`, encrypted_password = ${hash}` : tx``}
        ${body.email_confirm ? tx`, email_confirmed_at = coalesce(email_confirmed_at, now())` : tx``}
      where id = ${id}`;
    if (email)
      await tx`
        update auth.identities set identity_data = identity_data || ${tx.json({ email })}, updated_at = now()
        where user_id = ${id} and provider = 'email'`;
    if (body.ban_duration) {
      const seconds = body.ban_duration === "none" ? 0 : secondsOf(body.ban_duration);
      await tx`
        update auth.users set banned_until = ${seconds > 0 ? tx`now() + make_interval(secs => ${seconds})` : null}
        where id = ${id}`;
      if (seconds > 0) await tx`delete from auth.sessions where user_id = ${id}`;
    }
  });
  return requireUser(sql, id);
};

const remove = async (sql: Sql, id: string, text: string) => {
  if (parseBody(DeleteBody, text).should_soft_delete)
    throw new AuthFailure(
      422,
      "validation_failed",
      "Soft deletion is not offered by the embedded stack",
    );
  await requireUser(sql, id);
  await sql.begin(async (tx) => {
    await tx`delete from auth.refresh_tokens where user_id = ${id}`;
    await tx`delete from auth.users where id = ${id}`;
  });
  return {};
};

const uuid = (text: string) => {
  if (z.uuid().safeParse(text).success) return text;
  throw new AuthFailure(404, "validation_failed", "user_id must be an UUID");
};

/**
 * `/auth/v1/admin/users…`: create, list, get, update, delete, with hosted Supabase's bodies and errors. lite has
 * none of it. The caller has checked the secret key.
 */
export const administer = async (
  sql: Sql,
  method: string,
  url: URL,
  text: string,
): Promise<Response> => {
  const [, id] = /^\/auth\/v1\/admin\/users(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  const isCollection = url.pathname === "/auth/v1/admin/users";
  if (isCollection && method === "POST") return Response.json(await create(sql, text));
  if (isCollection && method === "GET") return list(sql, url);
  if (id && method === "GET") return Response.json(await requireUser(sql, uuid(id)));
  if (id && method === "PUT") return Response.json(await update(sql, uuid(id), text));
  if (id && method === "DELETE") return Response.json(await remove(sql, uuid(id), text));
  throw new AuthFailure(
    404,
    "not_found",
    `The embedded stack does not offer ${method} ${url.pathname}`,
  );
};
