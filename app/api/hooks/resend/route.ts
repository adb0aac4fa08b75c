import { delivery } from "@/app/api/hooks/delivery";
import { signedBody } from "@/app/api/hooks/signed-body";
import { env } from "@/lib/core/env";
import { recordProviderEvent } from "@/lib/domain/mail/provider-event";
import { suppressAfter } from "@/lib/domain/suppressions/after-trouble";

/** Resend's webhooks about sent mails: 200 `{ recorded }`, in any order and as often as they come. */
export const POST = delivery(200, async ({ request }) => {
  const body = await signedBody(request, { secret: env().RESEND_WEBHOOK_SECRET });
  const id = request.headers.get("svix-id") ?? request.headers.get("webhook-id") ?? "";
  return recordProviderEvent({ id, body }, suppressAfter);
});
