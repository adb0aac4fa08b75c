import { z } from "zod";

const instant = z.iso.datetime();

/** What a step of a run waits for, or waited for. Times are ISO 8601 UTC; `until` null means as long as it takes. */
export const WaitItem = z.object({
  stepId: z.string(),
  kind: z.enum(["event", "approval", "workflow"]),
  openedAt: instant,
  until: instant.nullable(),
  resolvedAt: instant.nullable(),
  closedAt: instant.nullable(),
  /** The name of the event it waits for. */
  event: z.string().nullable(),
  approval: z
    .object({
      id: z.uuid(),
      title: z.string(),
      minRole: z.enum(["viewer", "member", "admin", "owner"]).nullable(),
      addresses: z.array(z.string()),
    })
    .nullable(),
  child: z.object({ runId: z.uuid(), workflowName: z.string(), status: z.string() }).nullable(),
});
export type WaitItem = z.infer<typeof WaitItem>;

/** Query of the list: the waits of one run. */
export const WaitQuery = z.object({ runId: z.uuid() });
export type WaitQuery = z.infer<typeof WaitQuery>;

export const WaitList = z.object({ data: z.array(WaitItem) });
