import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { LiveHook } from "@/lib/domain/inbound/find-hook";
import type { Receipt } from "@/lib/domain/inbound/schema";
import { asSystem } from "@/lib/infra/db/as-system";

/** What a delivery at this point would be told by the statement that stores it, without storing. Throws conflict. */
export const answerProbe = async (hook: LiveHook): Promise<Receipt> => {
  const { rows } = await sql`
    select from public.hooks h
    join public.workflows w on w.tenant_id = h.tenant_id and w.id = h.workflow_id and w.status = 'live' and w.deleted_at is null
    join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
    where h.tenant_id = ${hook.tenantId}::uuid and h.id = ${hook.id}::uuid and h.enabled`.execute(
    asSystem("a probe is answered for the hook's tenant, like a delivery"),
  );
  if (rows.length > 0) return { deliveryId: null, duplicate: false, ignored: "probe" };
  throw new AppError("conflict", "The hook is switched off or its workflow is not live.");
};
