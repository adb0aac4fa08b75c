import { randomUUID } from "node:crypto";
import type { MailKey } from "@/emails/catalogue";
import { type Caller, worker } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { queueMail } from "@/lib/domain/mail/queue";
import { sampleProps } from "@/lib/domain/mail/templates/render";
import type { TemplateLocale, TestSent } from "@/lib/domain/mail/templates/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** The address of the person who calls. Throws forbidden for callers that are nobody. */
export const ownAddress = async (caller: Caller): Promise<string> => {
  if (caller.kind !== "user")
    throw new AppError(
      "forbidden",
      "A test goes to the person who asks for it; keys have no address.",
    );
  const { email } = await asTenant(caller, (tx) =>
    tx
      .selectFrom("profiles")
      .select("email")
      .where("userId", "=", caller.userId)
      .executeTakeFirstOrThrow(),
  );
  return email;
};

/** Sends a mail with its sample data to the person who asks, and to nobody else. */
export const sendTemplateTest = async (
  caller: Caller,
  key: MailKey,
  options: TemplateLocale,
): Promise<TestSent> => {
  const to = await ownAddress(caller);
  // People may not write mails; what they send to themselves is written for them.
  return asTenant(worker("mail-send-test", caller.tenantId), async (tx) => {
    const props = (await sampleProps(tx, key, options)) as never;
    const mail = { key: `test/${randomUUID()}`, template: key, to, props };
    return { to, ...(await queueMail(tx, mail)) };
  });
};
