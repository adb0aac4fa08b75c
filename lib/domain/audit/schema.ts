import { z } from "zod";
import { PageQuery } from "@/lib/core/page";

export const AuditEntry = z.object({
  id: z.uuid(),
  /** Place in the tenant's chain, from 1. */
  seq: z.int(),
  at: z.iso.datetime(),
  /** `name` is null for workers and for people and keys that are gone. */
  actor: z.object({
    kind: z.enum(["user", "key", "worker"]),
    id: z.string(),
    name: z.string().nullable(),
  }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  before: z.json(),
  after: z.json(),
  requestId: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const instant = z.iso.datetime({ offset: true }).optional();

/** `actor` is an id, `target` a kind or `kind:id`; `from` is inclusive, `to` is not. */
export const AuditQuery = PageQuery.extend({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  target: z.string().max(300).optional(),
  from: instant,
  to: instant,
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** `problems` is empty when the chain holds. */
export const AuditVerdict = z.object({
  intact: z.boolean(),
  entries: z.int(),
  problems: z.array(z.object({ seq: z.int(), problem: z.string() })),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;
