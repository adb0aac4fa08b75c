import { sql } from "kysely";
import { audit } from "@/lib/domain/audit/record";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Lets makers of samples follow one another, until the transaction ends. */
export const lockSamples = async (tx: Tx): Promise<void> => {
  await sql`select app.lock_tenant()`.execute(tx);
};

/** Marks a workflow as a sample: its runs are badged, not counted, and go with it. */
export const markSample = async (tx: Tx, workflowId: string, industry: string): Promise<void> => {
  await tx.updateTable("workflows").set({ isDemo: true }).where("id", "=", workflowId).execute();
  await audit(tx, "samples.create", { kind: "workflow", id: workflowId }, { after: { industry } });
};
