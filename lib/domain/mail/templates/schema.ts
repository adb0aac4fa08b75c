import { z } from "zod";
import { type MailKey, mails } from "@/emails/catalogue";

const KEYS = Object.keys(mails) as [MailKey, ...MailKey[]];

/** A mail we know how to write. Nobody can opt out of a transactional one: it answers an act. */
export const MailTemplate = z.object({
  key: z.enum(KEYS),
  category: z.enum(["transactional", "lifecycle"]),
  /** Whether it goes out in the company's own colours and name instead of ours. */
  isBranded: z.boolean(),
});
export type MailTemplate = z.infer<typeof MailTemplate>;

export const TemplateKey = z.object({ key: z.enum(KEYS) });

export const TemplateLocale = z.object({ locale: z.enum(["en", "de"]).default("en") });
export type TemplateLocale = z.infer<typeof TemplateLocale>;

/** A mail as its reader gets it. */
export const RenderedMail = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type RenderedMail = z.infer<typeof RenderedMail>;

export const TestSent = z.object({ to: z.string(), mailId: z.uuid() });
export type TestSent = z.infer<typeof TestSent>;
