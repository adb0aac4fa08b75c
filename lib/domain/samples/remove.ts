import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import type { SamplesRemoved } from "@/lib/domain/samples/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { runCancelled, samplesRemoved } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

type Row = SamplesRemoved & { unfinished: string[] };

/**
 * Deletes every sample workflow of the tenant with its hook, deliveries and runs; what is audited stays. Runs under way are
 * stopped and what they still write is forgotten a minute later. Without samples nothing happens.
 */
export const removeSamples = (caller: Caller): Promise<SamplesRemoved> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`select * from app.remove_samples()`.execute(tx);
    const { unfinished, ...removed } = rows[0] ?? { workflows: 0, runs: 0, unfinished: [] };
    if (removed.workflows === 0) return removed;
    const { tenantId } = caller;
    if (unfinished.length > 0)
      await emit(
        tx,
        samplesRemoved.create({ tenantId, runIds: unfinished.slice(0, 500) }),
        ...unfinished.map((runId) => runCancelled.create({ tenantId, runId })),
      );
    await audit(tx, "samples.remove", { kind: "tenant", id: tenantId }, { before: removed });
    return removed;
  });
