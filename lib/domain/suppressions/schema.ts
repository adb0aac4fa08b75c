import { z } from "zod";
import { PageQuery } from "@/lib/core/page";

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

export const NewSuppression = z.strictObject({
  email: Email,
  /** Why, for colleagues who wonder. */
  detail: z.string().trim().max(500).default(""),
});
export type NewSuppression = z.infer<typeof NewSuppression>;

/** `why` goes into the audit log. */
export const Lifting = z.strictObject({
  email: Email,
  why: z.string().trim().min(3, "Say in a few words why.").max(500),
});
export type Lifting = z.infer<typeof Lifting>;
