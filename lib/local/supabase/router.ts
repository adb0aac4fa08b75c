import type { Functions } from "../functions/proxy.ts";
import { failureAnswer } from "./auth/answer.ts";
import type { Sql } from "./auth/users.ts";
import { isAway } from "./connection.ts";
import type { Forward } from "./forward.ts";
import type { Handler, Incoming } from "./http.ts";

export type Parts = {
  sql: Sql;
  secretKey: string;
  jwks: object;
  forward: Forward;
  auth: Handler;
  functions: Pick<Functions, "handle">;
  clearSchemaCache: () => Promise<void>;
};

const notFound = () =>
  Response.json({ message: "no Route matched with those values" }, { status: 404 });

const preflight = ({ headers }: Incoming) =>
  new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD",
      "access-control-allow-headers":
        headers.get("access-control-request-headers") ??
        "authorization, apikey, content-type, x-client-info",
      "access-control-max-age": "86400",
    },
  });

const health = ({ sql }: Parts) =>
  sql`select 1`.then(
    () => Response.json({ status: "ok" }),
    () => Response.json({ status: "unavailable" }, { status: 503 }),
  );

const reload = async ({ secretKey, clearSchemaCache }: Parts, { method, headers }: Incoming) => {
  if (method !== "POST") return notFound();
  const given = [headers.get("apikey"), headers.get("authorization")?.replace(/^Bearer /, "")];
  if (!given.includes(secretKey))
    return failureAnswer(401, "no_authorization", "This needs the secret key");
  await clearSchemaCache();
  return new Response(null, { status: 204 });
};

/** lite looks the caller up before it routes; what fails there is plain text without a code. */
const rest = async ({ sql, forward }: Parts, request: Incoming): Promise<Response> => {
  const answer = await forward(request);
  if (answer.status !== 500 || answer.headers.get("content-type")?.includes("json")) return answer;
  const away = await sql`select 1`.then(() => false, isAway);
  const message = away
    ? "Database client error. Retrying the connection."
    : "Internal server error";
  const body = { code: away ? "PGRST001" : "PGRSTX00", message, details: null, hint: null };
  return Response.json(body, { status: away ? 503 : 500 });
};

const dispatch = async (parts: Parts, request: Incoming): Promise<Response> => {
  const { pathname } = request.url;
  if (request.method === "OPTIONS") return preflight(request);
  if (pathname === "/health") return health(parts);
  if (pathname === "/admin/reload") return reload(parts, request);
  if (pathname === "/auth/v1/.well-known/jwks.json")
    return Response.json(parts.jwks, { headers: { "cache-control": "public, max-age=600" } });
  if (pathname.startsWith("/auth/v1/")) return parts.auth(request);
  if (pathname.startsWith("/rest/v1/")) return rest(parts, request);
  if (pathname.startsWith("/functions/v1/")) return parts.functions.handle(request);
  // lite's own pages (/_system, the studio) and its storage are not served.
  return notFound();
};

/** The gateway's table of paths. Every answer may be read by a page of any origin, as hosted. */
export const createRouter =
  (parts: Parts): Handler =>
  async (request) => {
    const answer = await dispatch(parts, request);
    if (answer.headers.has("access-control-allow-origin")) return answer;
    const headers = new Headers(answer.headers);
    headers.set("access-control-allow-origin", "*");
    return new Response(answer.body, { status: answer.status, headers });
  };
