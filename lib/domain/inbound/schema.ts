import { z } from "zod";
import { Page } from "@/lib/core/page";

const Scheme = z.enum(["shopify", "stripe", "standard", "hmac", "none"]);

/** A signing secret as it may be seen: never the secret, only its last four characters. */
export const HookSecret = z.object({
  id: z.uuid(),
  hint: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
});

export const Hook = z.object({
  id: z.uuid(),
  url: z.url(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  provider: z.enum(["shopify", "stripe", "generic"]),
  topic: z.string().nullable(),
  scheme: Scheme,
  enabled: z.boolean(),
  /** Largest accepted body, bytes. */
  maxBytes: z.int(),
  /** Accepted distance of a signed time from now, seconds. */
  toleranceS: z.int(),
  secrets: z.array(HookSecret),
  createdAt: z.iso.datetime(),
  lastDeliveryAt: z.iso.datetime().nullable(),
});
export type Hook = z.infer<typeof Hook>;
export const HookPage = Page(Hook);

export const HookPatch = z
  .strictObject({
    enabled: z.boolean(),
    scheme: Scheme,
    toleranceS: z.int().min(60).max(900),
    maxBytes: z.int().min(1024).max(1_048_576),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "Name at least one value to change.");
export type HookPatch = z.infer<typeof HookPatch>;

export const NewSecret = z.strictObject({
  /** Left out, a secret is made. */
  secret: z
    .string()
    .min(8)
    .max(512)
    .regex(/^[\x21-\x7e]+$/, "A secret is made of visible ASCII characters.")
    .optional(),
  /** How long the secret before stays valid, hours. */
  overlapHours: z.number().min(0).max(72).default(24),
});
export type NewSecret = z.infer<typeof NewSecret>;

/** The answer that shows the secret, once. */
export const ShownSecret = HookSecret.extend({ secret: z.string() });
export type ShownSecret = z.infer<typeof ShownSecret>;

export const DeliveryItem = z.object({
  id: z.uuid(),
  hookId: z.uuid(),
  workflowId: z.uuid(),
  runId: z.uuid(),
  key: z.string(),
  /** Whether the key is the body's hash, because the sender named none. */
  isWeakKey: z.boolean(),
  topic: z.string().nullable(),
  contentType: z.string(),
  bytes: z.int(),
  receivedAt: z.iso.datetime(),
});
export type DeliveryItem = z.infer<typeof DeliveryItem>;
export const DeliveryPage = Page(DeliveryItem);

/** With the headers that are kept and the body as text, exactly as received. */
export const DeliveryDetail = DeliveryItem.extend({
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/** `deliveryId` is null when the delivery's topic is not the hook's: it is acknowledged and dropped. */
export const Receipt = z.object({
  deliveryId: z.uuid().nullable(),
  duplicate: z.boolean(),
  ignored: z.enum(["topic", "probe"]).optional(),
});
export type Receipt = z.infer<typeof Receipt>;

/** `seed` picks the sample; left out, a random one. */
export const SampleOrder = z.strictObject({ seed: z.int().min(0).max(1_000_000_000).optional() });

export const SampleSent = z.object({ deliveryId: z.uuid(), runId: z.uuid() });
