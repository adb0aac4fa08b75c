import { z } from "zod";
import { MailCategory, Preferences } from "@/lib/domain/contacts/schema";

/** What the holder of a link in a mail sees of himself: the address is masked, because mails are passed on. */
export const PreferenceView = z.object({
  sender: z.string(),
  email: z.string(),
  locale: z.enum(["en", "de"]),
  /** The kind of mail the link came with. */
  category: MailCategory,
  preferences: Preferences,
  /** Why no mail at all comes, whatever is chosen here; null when mail comes. */
  suppressed: z.enum(["bounced", "complained", "other"]).nullable(),
});
export type PreferenceView = z.infer<typeof PreferenceView>;

export const LinkChoice = z.strictObject({
  token: z.string().min(1).max(200),
  preferences: z.partialRecord(MailCategory, z.boolean()),
});
export type LinkChoice = z.infer<typeof LinkChoice>;

export const Wishes = z.strictObject({ preferences: z.partialRecord(MailCategory, z.boolean()) });
