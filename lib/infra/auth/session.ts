import { combineChunks, stringFromBase64URL } from "@supabase/ssr";
import { z } from "zod";
import { type CookieJar, nextJar, sessionClient, sessionCookie } from "@/lib/infra/auth/supabase";
import { type Person, verifyToken } from "@/lib/infra/auth/token";

const Session = z.object({ access_token: z.string() });

const decode = (value: string): string | null => {
  try {
    const text = value.startsWith("base64-") ? stringFromBase64URL(value.slice(7)) : value;
    return Session.parse(JSON.parse(text)).access_token;
  } catch {
    return null;
  }
};

const accessToken = async (jar: CookieJar): Promise<string | null> => {
  const all = new Map(jar.getAll().map(({ name, value }) => [name, value]));
  const value = await combineChunks(sessionCookie(), (name) => all.get(name));
  return value ? decode(value) : null;
};

/**
 * The person whose session is in the jar, or null. The token is verified here; only an expired one costs a call to
 * Supabase Auth, which renews the session into the jar.
 */
export const readSession = async (jar: CookieJar): Promise<Person | null> => {
  const token = await accessToken(jar);
  if (!token) return null;
  const person = await verifyToken(token);
  if (person !== "expired") return person;
  const { data } = await sessionClient(jar).auth.getSession();
  const renewed = data.session ? await verifyToken(data.session.access_token) : null;
  return renewed === "expired" ? null : renewed;
};

/** The signed-in person of a page or server action, or null. */
export const sessionUser = async (): Promise<Person | null> => readSession(await nextJar());
