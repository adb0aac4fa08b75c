import { type CookieOptions, createServerClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { env } from "@/lib/core/env";

const SESSION_DAYS = 30;

/** Cookies of one request: read all, write some. `headers` keep an answer with cookies out of caches. */
export type CookieJar = {
  getAll(): { name: string; value: string }[];
  setAll(
    cookies: { name: string; value: string; options: CookieOptions }[],
    headers: Record<string, string>,
  ): void;
};

const isSecure = () => env().APP_URL.startsWith("https:");

/** Name of the session cookie; long sessions are cut into `<name>.0`, `<name>.1` … */
export const sessionCookie = (): string => (isSecure() ? "__Host-steward" : "steward");

const MAX_AGE_S = SESSION_DAYS * 24 * 60 * 60;

/** The library writes 400 days whatever it is told, so the age is cut on the way out. */
const cut = (options: CookieOptions): CookieOptions => ({
  ...options,
  maxAge: Math.min(options.maxAge ?? MAX_AGE_S, MAX_AGE_S),
});

const cookieOptions = () => ({
  name: sessionCookie(),
  path: "/",
  sameSite: "lax" as const,
  httpOnly: true,
  secure: isSecure(),
  maxAge: MAX_AGE_S,
});

/** A Supabase client for one request whose session lives in `jar`, out of reach of scripts. */
export const sessionClient = (jar: CookieJar): SupabaseClient =>
  createServerClient(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: cookieOptions(),
    cookies: {
      getAll: () => jar.getAll(),
      setAll: (list, headers) =>
        jar.setAll(
          list.map((cookie) => ({ ...cookie, options: cut(cookie.options) })),
          headers,
        ),
    },
  });

/** The jar of Next's current request. */
export const nextJar = async (): Promise<CookieJar> => {
  const store = await cookies();
  return {
    getAll: () => store.getAll(),
    setAll: (list) => {
      try {
        for (const { name, value, options } of list) store.set(name, value, options);
      } catch {
        // A server component cannot write cookies; proxy.ts has refreshed the session before.
      }
    },
  };
};

/** The Supabase client on Next's cookies, for route handlers and server components; one per request. */
export const authClient = async (): Promise<SupabaseClient> => sessionClient(await nextJar());
