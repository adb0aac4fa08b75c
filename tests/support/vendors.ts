import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { inject } from "vitest";

type Sent = { id: string; name: string; data: Record<string, unknown> };

/** Events the engine accepted in this file, in order; they have left the outbox or are about to. */
export const sent: Sent[] = [];

/** Puts away what was handed over for a tenant so far. */
export const forget = (tenantId: string) => {
  const kept = sent.filter(({ data }) => data.tenantId !== tenantId);
  sent.splice(0, sent.length, ...kept);
};

const publicJwk = () => {
  const { d: _, ...jwk } = inject("signingJwk");
  return jwk;
};

/**
 * Supabase's published keys and the engine's event door; any other call finds the engine away, as one does that was under way
 * when its file ended. Add what a test needs with `vendors.use(…)`.
 */
export const vendors = setupServer(
  http.get("http://supabase.test/auth/v1/.well-known/jwks.json", () =>
    HttpResponse.json({ keys: [publicJwk()] }),
  ),
  http.post("http://engine.test/e/:key", async ({ request }) => {
    const events = [await request.json()].flat() as Sent[];
    sent.push(...events);
    return HttpResponse.json({ ids: events.map(({ id }) => id), status: 200 });
  }),
  http.all("http://engine.test/*", () => new HttpResponse(null, { status: 503 })),
);
