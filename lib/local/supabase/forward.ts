import type { App } from "@supabase/lite";
import { failureAnswer } from "./auth/answer.ts";
import type { Incoming } from "./http.ts";
import { TokenError, type Tokens } from "./tokens.ts";

export type Forward = (request: Incoming) => Promise<Response>;

const refusal = (path: string, { reason, message }: TokenError) => {
  if (path.startsWith("/auth/"))
    return failureAnswer(
      403,
      "bad_jwt",
      `invalid JWT: unable to parse or verify signature, ${message}`,
    );
  const answer =
    reason === "expired"
      ? { code: "PGRST303", message: "JWT expired", details: null, hint: null }
      : {
          code: "PGRST301",
          message: "No suitable key or wrong key type",
          details: message,
          hint: null,
        };
  return Response.json(answer, { status: 401, headers: { "www-authenticate": "Bearer" } });
};

/** Puts lite's own token in place of ours; throws TokenError when ours is not genuine. */
const innerHeaders = async (headers: Headers, tokens: Tokens) => {
  const inner = new Headers(headers);
  const token = /^Bearer\s+(.*)$/i.exec(headers.get("authorization") ?? "")?.[1]?.trim();
  // Only tokens are exchanged; a key in this place says no more than the apikey header does.
  if (!token || token.startsWith("sb_")) inner.delete("authorization");
  else inner.set("authorization", `Bearer ${await tokens.inward(token)}`);
  return inner;
};

/** Hands a request to lite, its token exchanged; a token that is not ours is refused as hosted does. */
export const createForward =
  (app: Pick<App, "fetch">, tokens: Tokens): Forward =>
  async ({ method, url, headers, body, peer }) => {
    try {
      const inner = await innerHeaders(headers, tokens);
      const hasBody = method !== "GET" && method !== "HEAD";
      const init = { method, headers: inner, ...(hasBody && { body: new Uint8Array(body) }) };
      return await app.fetch(new Request(url, init), { peerAddress: peer });
    } catch (error) {
      if (error instanceof TokenError) return refusal(url.pathname, error);
      throw error;
    }
  };
