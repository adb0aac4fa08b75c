import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import type { Samples } from "@/lib/domain/samples/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const NONE: Samples = { workflow: null, runIds: [] };

/** The samples as they are in a transaction. */
export const samplesIn = async (tx: Tx): Promise<Samples> => {
  const { rows } = await sql<Samples>`
    select jsonb_build_object('id', w.id, 'name', w.name) as workflow, array(
      select id from (select r.id from public.runs r where r.tenant_id = w.tenant_id and r.workflow_id = w.id
        order by r.id desc limit 20) as newest order by id) as run_ids
    from public.workflows w where w.is_demo and w.deleted_at is null
    order by w.created_at limit 1`.execute(tx);
  return rows[0] ?? NONE;
};

/** The samples of the caller's tenant. */
export const readSamples = (caller: Caller): Promise<Samples> => asTenant(caller, samplesIn);
