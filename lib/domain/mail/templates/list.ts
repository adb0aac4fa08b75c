import { type MailKey, mails } from "@/emails/catalogue";
import type { MailTemplate } from "@/lib/domain/mail/templates/schema";

/** Mails that a company sends to its own people, in its own name. */
const BRANDED: ReadonlySet<MailKey> = new Set(["sequence-mail", "workflow-message"]);

export const isBranded = (key: MailKey): boolean => BRANDED.has(key);

/** Every mail of the house. */
export const listTemplates = (): MailTemplate[] =>
  (Object.keys(mails) as MailKey[]).map((key) => ({
    key,
    category: mails[key].category,
    isBranded: isBranded(key),
  }));
