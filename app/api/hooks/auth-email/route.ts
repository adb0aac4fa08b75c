import { delivery } from "@/app/api/hooks/delivery";
import { signedBody } from "@/app/api/hooks/signed-body";
import { env } from "@/lib/core/env";
import { queueAuthMail } from "@/lib/domain/mail/auth-mail";
import { AuthMail } from "@/lib/domain/mail/schema";

/** Supabase Auth's "Send Email" hook: the mail is stored and sent after the answer `{}`. */
export const POST = delivery(200, async ({ request, trace }) => {
  const body = await signedBody(request, { secret: env().AUTH_HOOK_SECRET });
  await queueAuthMail(AuthMail.parse(body), trace);
  return {};
});
