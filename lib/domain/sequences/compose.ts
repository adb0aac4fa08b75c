import { renderMail } from "@/emails/render";
import { AppError } from "@/lib/core/errors";
import { evaluateTemplate } from "@/lib/core/expression/template";
import type { MailCategory } from "@/lib/core/mail-category";
import { escapeMarkdown } from "@/lib/core/markdown/escape";
import type { Content, SequenceStep } from "@/lib/domain/sequences/definition";
import type { Sender } from "@/lib/infra/email/brand";
import { unsubscribeLinks } from "@/lib/infra/email/unsubscribe";

/** Gmail cuts what is longer than about 102 KB, after additions of its own. */
export const HTML_BYTES_MAX = 90 * 1024;

/** To whom a mail goes, on what ground, and what its expressions may ask about. */
export type Reader = {
  tenantId: string;
  contactId: string;
  locale: "en" | "de";
  consentBasis: "opt-in" | "soft-opt-in" | "contract" | null;
  scope: Readonly<Record<string, unknown>>;
};

/** A mail as it is frozen. */
export type Composed = {
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
};

/** A line of a mail; an expression that stands alone keeps no type here. */
const line = (source: string, scope: Reader["scope"]): string =>
  String(evaluateTemplate(`${source}\n`, scope))
    .replace(/\s+/g, " ")
    .trim();

// The extra line break keeps a text that is one expression from end to end from being taken over unescaped.
const markdown = (source: string, scope: Reader["scope"]): string =>
  String(evaluateTemplate(`${source}\n`, scope, escapeMarkdown));

const link = (source: string, scope: Reader["scope"]): string => {
  const encode = (value: string, before: string) =>
    before === "" ? value : encodeURIComponent(value);
  const url = String(evaluateTemplate(`${source}\n`, scope, encode)).trim();
  if (!/^https?:\/\/\S+$/i.test(url))
    throw new AppError(
      "invalid_input",
      `The button leads to "${url.slice(0, 80)}", which is no web address.`,
    );
  return url;
};

/** What a mail says, in one language or two. */
type Words = Pick<SequenceStep & { type: "mail" }, "content" | "contentDe">;

const contentOf = ({ content, contentDe }: Words, locale: string): Content =>
  locale === "de" ? (contentDe ?? content) : content;

/**
 * A mail of a sequence for one person: its texts filled in, rendered in the tenant's colours, with the foot and headers to
 * unsubscribe by. The same arguments give the same bytes. Throws invalid_input when a text cannot be made or is too long.
 */
export const composeMail = async (
  step: Words,
  category: MailCategory,
  reader: Reader,
  sender: Sender,
): Promise<Composed> => {
  const { tenantId, contactId, locale, scope } = reader;
  const { subject, preview, body, action } = contentOf(step, locale);
  const { headers, unsubscribeUrl, preferencesUrl } = unsubscribeLinks({
    tenantId,
    contactId,
    category,
  });
  const mail = await renderMail("sequence-mail", {
    title: line(subject, scope).slice(0, 300),
    preview: line(preview, scope),
    body: markdown(body, scope),
    action: action && { label: line(action.label, scope), url: link(action.url, scope) },
    tenant: sender.brand.name,
    basis: reader.consentBasis ?? "unknown",
    brand: sender.brand,
    address: sender.address,
    locale,
    unsubscribeUrl,
    preferencesUrl,
  });
  if (Buffer.byteLength(mail.html) > HTML_BYTES_MAX)
    throw new AppError("invalid_input", "The mail is longer than 90 KB; inboxes would cut it.");
  return { ...mail, headers };
};
