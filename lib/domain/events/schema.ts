import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

/** An event sent to a tenant; `id` is the sender's own, and the same id starts its workflows once in 30 days. */
export const NewEvent = z.strictObject({
  name: z.string().trim().min(1).max(200),
  data: z.record(z.string(), z.unknown()).default({}),
  id: z.string().min(1).max(255).optional(),
});
export type NewEvent = z.infer<typeof NewEvent>;

export const EventReceipt = z.object({ id: z.uuid(), duplicate: z.boolean() });
export type EventReceipt = z.infer<typeof EventReceipt>;

export const EventItem = z.object({
  id: z.uuid(),
  name: z.string(),
  externalId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  source: z.enum(["api", "step", "system"]),
  receivedAt: z.iso.datetime(),
});
export type EventItem = z.infer<typeof EventItem>;

export const EventQuery = PageQuery.extend({ name: z.string().max(200).optional() });
export type EventQuery = z.infer<typeof EventQuery>;

export const EventPage = Page(EventItem);
