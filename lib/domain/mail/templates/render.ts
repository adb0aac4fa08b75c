import { type MailKey, type MailProps, mails } from "@/emails/catalogue";
import { renderMail } from "@/emails/render";
import type { Caller } from "@/lib/core/caller";
import { isBranded } from "@/lib/domain/mail/templates/list";
import type { RenderedMail, TemplateLocale } from "@/lib/domain/mail/templates/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";

/** A mail's sample data as the transaction's tenant would send it. */
export const sampleProps = async (
  tx: Tx,
  key: MailKey,
  { locale }: TemplateLocale,
): Promise<MailProps<MailKey>> => {
  const sample = { ...mails[key].Component.PreviewProps, locale };
  if (!isBranded(key)) return sample;
  const { brand, address } = await readSender(tx);
  return { ...sample, brand, tenant: brand.name, ...(key === "sequence-mail" && { address }) };
};

/** A mail with sample data, in the company's colours where it goes out in its name. */
export const renderTemplate = (
  caller: Caller,
  key: MailKey,
  options: TemplateLocale,
): Promise<RenderedMail> =>
  asTenant(caller, async (tx) => renderMail(key, (await sampleProps(tx, key, options)) as never));
