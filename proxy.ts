import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "@/lib/core/env";
import { readSession } from "@/lib/infra/auth/session";
import type { CookieJar } from "@/lib/infra/auth/supabase";

/**
 * Scripts run only with this answer's nonce, or when such a script loads them. Styles may be inline: the positions of
 * timeline bars are style attributes. Development needs eval and the hot-reload socket.
 */
const policy = (nonce: string) => {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment() ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment() ? " ws:" : ""}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
};

type Change = Parameters<CookieJar["setAll"]>[0][number];

/** Renews an expired session into the request, so that the page sees it, and into `changes` for the browser. */
const refreshSession = async (request: NextRequest, changes: Change[]) => {
  const jar: CookieJar = {
    getAll: () => request.cookies.getAll(),
    setAll: (list) => {
      for (const change of list) {
        request.cookies.set(change.name, change.value);
        changes.push(change);
      }
    },
  };
  // Supabase Auth away: the page itself explains it, and authorises in any case.
  await readSession(jar).catch(() => null);
};

/** Page requests only: the security policy with a fresh nonce, and the session kept fresh. It authorises nothing. */
export async function proxy(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const changes: Change[] = [];
  await refreshSession(request, changes);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy(nonce));
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  for (const { name, value, options } of changes) response.cookies.set(name, value, options);
  response.headers.set("content-security-policy", policy(nonce));
  response.headers.set("cache-control", "private, no-store");
  return response;
}

/** Never `/api`: Next cuts bodies at 10 MiB where a proxy runs. Never static files. */
export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|icon.svg|favicon.ico).*)"],
};
