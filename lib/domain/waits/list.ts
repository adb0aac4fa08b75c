import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import type { WaitItem, WaitList, WaitQuery } from "@/lib/domain/waits/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

type Row = Pick<WaitItem, "stepId" | "kind" | "event" | "approval" | "child"> & {
  openedAt: Date;
  until: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
};

/** What the steps of a run wait for, in the order in which they began to; empty for a run that is not there. */
export const listWaits = (
  caller: Caller,
  { runId }: WaitQuery,
): Promise<z.infer<typeof WaitList>> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`
      select w.step_id, w.kind, w.opened_at, w.until, w.resolved_at, w.closed_at,
        case when w.kind = 'event' then w.name end as event,
        (select jsonb_build_object('id', a.id, 'title', a.title, 'minRole', a.min_role, 'addresses',
            array(select p.email from public.approvers p
              where p.tenant_id = a.tenant_id and p.approval_id = a.id and not p.by_role order by p.email))
          from public.approvals a where a.tenant_id = w.tenant_id and a.key = w.key) as approval,
        (select jsonb_build_object('runId', r.id, 'workflowName', r.workflow_name, 'status', r.status)
          from public.runs r where r.tenant_id = w.tenant_id
            and r.id = case when w.kind = 'workflow' then w.name::uuid end) as child
      from public.run_waits w where w.run_id = ${runId} order by w.opened_at, w.step_id`.execute(
      tx,
    );
    const data = rows.map(({ openedAt, until, resolvedAt, closedAt, ...row }) => ({
      ...row,
      openedAt: openedAt.toISOString(),
      until: until?.toISOString() ?? null,
      resolvedAt: resolvedAt?.toISOString() ?? null,
      closedAt: closedAt?.toISOString() ?? null,
    }));
    return { data };
  });
