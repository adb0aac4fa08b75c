import { z } from "zod";
import { PageQuery } from "@/lib/core/page";
import { Chosen } from "@/lib/domain/bulk-actions/schema";

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .pipe(z.email("Write an address such as name@example.com."));

export const SuppressionReason = z.enum([
  "unsubscribed",
  "bounced",
  "complained",
  "by hand",
  "forgotten",
]);

/** An address the company sends no mail to that one can opt out of. Instants are UTC. */
export const Suppression = z.object({
  email: z.string(),
  reason: SuppressionReason,
  detail: z.string(),
  /** The end of a pause after soft bounces; null is for good. */
  until: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type Suppression = z.infer<typeof Suppression>;

export const SuppressionQuery = PageQuery.extend({
  /** Part of the address. */
  search: z.string().trim().max(200).optional(),
  reason: SuppressionReason.optional(),
});
export type SuppressionQuery = z.infer<typeof SuppressionQuery>;

/** Why, for colleagues who wonder. */
const detail = z.string().trim().max(500).default("");

export const NewSuppression = z.strictObject({ email: Email, detail });
export type NewSuppression = z.infer<typeof NewSuppression>;

/** Contacts whose addresses are to be suppressed by hand. */
export const ContactsToSuppress = Chosen.extend({ detail });
export type ContactsToSuppress = z.infer<typeof ContactsToSuppress>;

/** `why` goes into the audit log. */
export const Lifting = z.strictObject({
  email: Email,
  why: z.string().trim().min(3, "Say in a few words why.").max(500),
});
export type Lifting = z.infer<typeof Lifting>;
