import { isAway } from "../connection.ts";
import type { Forward } from "../forward.ts";
import type { Handler, Incoming } from "../http.ts";
import type { Tokens } from "../tokens.ts";
import { administer } from "./admin.ts";
import { asAnswer, failureAnswer } from "./answer.ts";
import { generateLink, invite } from "./generate-link.ts";
import { type MailHook, requestScope } from "./mail-hook.ts";
import { repeatSignUp } from "./repeat.ts";
import { outwardSession } from "./session.ts";
import type { Sql } from "./users.ts";
import { prepareVerification } from "./verify.ts";

type Parts = {
  sql: Sql;
  hook: MailHook;
  tokens: Tokens;
  siteUrl: string;
  secretKey: string;
  forward: Forward;
};

/** Where a mail's link leads: only to the app itself, as hosted with an allow-list of one. */
const redirectOf = (siteUrl: string, wanted: string | null) => {
  if (!wanted || !URL.canParse(wanted)) return siteUrl;
  return new URL(wanted).origin === new URL(siteUrl).origin ? wanted : siteUrl;
};

const textOf = (request: Incoming) => request.body.toString("utf8");

const databaseAway = () =>
  failureAnswer(503, "unexpected_failure", "The database is not reachable at the moment");

const admin = async (parts: Parts, request: Incoming, redirectTo: string): Promise<Response> => {
  const { sql, hook, secretKey } = parts;
  const { method, url, headers } = request;
  const keys = [headers.get("apikey"), headers.get("authorization")?.replace(/^Bearer /, "")];
  if (!keys.includes(secretKey))
    return failureAnswer(401, "no_authorization", "This endpoint requires a secret key");
  if (method === "POST" && url.pathname === "/auth/v1/admin/generate_link")
    return generateLink(sql, url.origin, redirectTo, textOf(request));
  if (method === "POST" && url.pathname === "/auth/v1/invite")
    return invite(sql, hook, textOf(request));
  return administer(sql, method, url, textOf(request));
};

const verification = async ({ sql, forward }: Parts, request: Incoming): Promise<Response> => {
  const text = await prepareVerification(sql, textOf(request));
  if (text !== undefined) return forward({ ...request, body: Buffer.from(text) });
  const msg = "Confirmation link accepted. Please proceed to confirm link sent to the other email";
  return Response.json({ code: "200", msg });
};

/** A followed link: lite answers with a redirect that carries the session behind `#`. */
const followed = async (parts: Parts, request: Incoming): Promise<Response> => {
  const url = new URL(request.url);
  if (url.searchParams.get("type") === "invite") url.searchParams.set("type", "signup");
  const answer = await parts.forward({ ...request, url });
  const target = new URL(answer.headers.get("location") ?? parts.siteUrl);
  const session = Object.fromEntries(new URLSearchParams(target.hash.slice(1)));
  const { access_token } = session;
  if (!access_token) return answer;
  const outward = await outwardSession(parts.sql, parts.tokens, "/auth/v1/verify", {
    ...session,
    access_token,
  });
  target.hash = new URLSearchParams(outward).toString();
  return new Response(null, { status: 303, headers: { location: target.href } });
};

const finish = async ({ sql, tokens }: Parts, path: string, answer: Response) => {
  const hookError = requestScope.getStore()?.hookError;
  if (hookError) return failureAnswer(500, "unexpected_failure", hookError);
  // Clients of every version try again on a 503; on a 500 older ones forget their session.
  if (answer.status >= 500 && (await sql`select 1`.then(() => false, isAway)))
    return databaseAway();
  if (!answer.ok || !answer.headers.get("content-type")?.includes("json")) return answer;
  const body = (await answer.clone().json()) as { access_token?: string };
  const { access_token } = body;
  if (!access_token) return answer;
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  const session = await outwardSession(sql, tokens, path, { ...body, access_token });
  return Response.json(session, { headers });
};

const handle = async (parts: Parts, request: Incoming, redirectTo: string): Promise<Response> => {
  const { method, url } = request;
  const path = url.pathname;
  if (path.startsWith("/auth/v1/admin/") || path === "/auth/v1/invite")
    return admin(parts, request, redirectTo);
  if (path === "/auth/v1/verify" && method === "GET") return followed(parts, request);
  if (path === "/auth/v1/verify" && method === "POST")
    return finish(parts, path, await verification(parts, request));
  const answer = await parts.forward(request);
  const repeatable = path === "/auth/v1/signup" || path === "/auth/v1/resend";
  if (repeatable && method === "POST" && answer.status === 429)
    return (await repeatSignUp(parts.sql, parts.hook, path, textOf(request))) ?? answer;
  return finish(parts, path, answer);
};

/** `/auth/v1` in front of lite: what lite lacks is done here, what it answers is mended. */
export const createAuthRoute =
  (parts: Parts): Handler =>
  (request) => {
    const redirectTo = redirectOf(parts.siteUrl, request.url.searchParams.get("redirect_to"));
    return requestScope.run({ redirectTo }, async () => {
      try {
        return await handle(parts, request, redirectTo);
      } catch (error) {
        const hookError = requestScope.getStore()?.hookError;
        if (hookError) return failureAnswer(500, "unexpected_failure", hookError);
        return isAway(error) ? databaseAway() : asAnswer(error);
      }
    });
  };
