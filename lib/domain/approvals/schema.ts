import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

const instant = z.iso.datetime();

export const ApprovalStatus = z.enum(["pending", "approved", "rejected", "expired", "cancelled"]);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

const Decision = z.object({
  verdict: z.enum(["approved", "rejected", "expired"]),
  /** Who decided, as an address; null when the deadline did. */
  by: z.string().nullable(),
  via: z.enum(["dashboard", "link", "deadline"]),
  comment: z.string().nullable(),
  at: instant,
});
export type Decision = z.infer<typeof Decision>;

/**
 * A question of a run to people. `expired` is one that nobody answered and whose workflow wanted that to fail;
 * `cancelled` one whose run ended. `mine` says whether the caller may decide it. Times are ISO 8601 UTC.
 */
export const ApprovalItem = z.object({
  id: z.uuid(),
  title: z.string(),
  status: ApprovalStatus,
  runId: z.uuid(),
  stepId: z.string(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  /** The lowest role that may decide; null when only addresses were asked. */
  minRole: z.enum(["viewer", "member", "admin", "owner"]).nullable(),
  /** Addresses that were asked by name. */
  addresses: z.array(z.string()),
  onDeadline: z.enum(["reject", "approve", "fail"]),
  deadline: instant,
  createdAt: instant,
  decision: Decision.nullable(),
  mine: z.boolean(),
});
export type ApprovalItem = z.infer<typeof ApprovalItem>;

const Field = z.object({ label: z.string(), value: z.string() });

export const ApprovalDetail = ApprovalItem.extend({
  message: z.string(),
  fields: z.array(Field),
  /** Who was asked by mail, and when. */
  asked: z.array(
    z.object({ email: z.string(), byRole: z.boolean(), escalated: z.boolean(), at: instant }),
  ),
  escalateAt: instant.nullable(),
  escalatedAt: instant.nullable(),
});
export type ApprovalDetail = z.infer<typeof ApprovalDetail>;

/** Query of the list; `status` may repeat, `mine=true` keeps what the caller may decide. */
export const ApprovalQuery = PageQuery.extend({
  status: z.array(ApprovalStatus).max(5).optional(),
  workflowId: z.uuid().optional(),
  runId: z.uuid().optional(),
  mine: z.enum(["true", "false"]).optional(),
});
export type ApprovalQuery = z.infer<typeof ApprovalQuery>;

/** `open` is how many the caller may decide now, counted up to 100, whatever the query. */
export const ApprovalPage = Page(ApprovalItem).extend({ open: z.int() });

const comment = z
  .string()
  .trim()
  .max(2000)
  .optional()
  .transform((text) => text || undefined);

export const DecisionInput = z.strictObject({ decision: z.enum(["approve", "reject"]), comment });
export type DecisionInput = z.infer<typeof DecisionInput>;

/** A decision by a mailed link; the token is the proof of who decides. */
export const LinkDecisionInput = DecisionInput.extend({ token: z.string().min(1).max(300) });
export type LinkDecisionInput = z.infer<typeof LinkDecisionInput>;

/** What a mailed link shows. Once it is over, only how it ended. */
export const LinkView = z.object({
  title: z.string(),
  status: ApprovalStatus,
  /** Whether the holder can still decide. */
  open: z.boolean(),
  tenantName: z.string(),
  workflowName: z.string(),
  email: z.string(),
  message: z.string(),
  fields: z.array(Field),
  deadline: instant,
  timeZone: z.string(),
  onDeadline: z.enum(["reject", "approve", "fail"]),
  decision: Decision.nullable(),
});
export type LinkView = z.infer<typeof LinkView>;
