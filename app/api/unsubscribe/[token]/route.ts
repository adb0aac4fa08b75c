import { delivery } from "@/app/api/hooks/delivery";
import { unsubscribeByLink } from "@/lib/domain/contacts/preferences/by-link";

/**
 * One-click unsubscribe (RFC 8058): a mail client posts here without cookies, with any body or none; the body says nothing
 * that the address does not. 200 `{ unsubscribed }` without a redirect, again and again; 404 for what is no link of ours.
 */
export const POST = delivery(200, async ({ params, trace }) => {
  await unsubscribeByLink(String(params.token), trace);
  return { unsubscribed: true };
});

/** For people and scanners: a page with a button. Changes nothing. */
export const GET = async (_: Request, { params }: RouteContext<"/api/unsubscribe/[token]">) => {
  const { token } = await params;
  const headers = {
    location: `/unsubscribe/${encodeURIComponent(token)}`,
    "cache-control": "no-store",
  };
  return new Response(null, { status: 303, headers });
};
