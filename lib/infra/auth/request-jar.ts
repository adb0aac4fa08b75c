import { parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import type { CookieJar } from "@/lib/infra/auth/supabase";

/** The cookies of a plain request; what is written goes to the headers of its answer. */
export const requestJar = ({ headers }: Request, reply: Headers): CookieJar => ({
  getAll: () =>
    parseCookieHeader(headers.get("cookie") ?? "").map(({ name, value }) => ({
      name,
      value: value ?? "",
    })),
  setAll: (cookies) => {
    for (const { name, value, options } of cookies)
      reply.append("set-cookie", serializeCookieHeader(name, value, options));
  },
});
