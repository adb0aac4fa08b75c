import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { requirePublishable } from "@/lib/domain/workflows/assess";
import { selfCalls } from "@/lib/domain/workflows/definition/check-calls";
import type { Definition } from "@/lib/domain/workflows/definition/schema";
import type { Published, PublishInput } from "@/lib/domain/workflows/schema";
import { syncTrigger } from "@/lib/domain/workflows/triggers/sync";
import { lockWorkflow } from "@/lib/domain/workflows/update";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";
import { triggerChanged } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

const actorOf = (caller: Caller): string =>
  caller.kind === "user"
    ? caller.userId
    : caller.kind === "key"
      ? `key ${caller.keyId}`
      : caller.worker;

const nextVersion = async (tx: Tx, workflowId: string): Promise<number> => {
  const { last } = await tx
    .selectFrom("workflowVersions")
    .select(({ fn }) => fn.max("version").as("last"))
    .where("workflowId", "=", workflowId)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
};

/** Makes a checked document the live version, with its trigger, inside the caller's transaction. */
export const goLive = async (
  tx: Tx,
  caller: Caller,
  id: string,
  { definition, note }: { definition: Definition; note: string },
): Promise<Published> => {
  const version = await nextVersion(tx, id);
  const publishedBy = actorOf(caller);
  await tx
    .insertInto("workflowVersions")
    .values({ workflowId: id, version, definition: json(definition as never), note, publishedBy })
    .execute();
  await tx
    .updateTable("workflows")
    .set({ status: "live", liveVersion: version, updatedAt: sql<Date>`now()` })
    .where("id", "=", id)
    .execute();
  const hooks = await syncTrigger(tx, id, definition.trigger, new Date());
  await emit(tx, triggerChanged.create({ tenantId: caller.tenantId, workflowId: id }));
  await audit(tx, "workflow.publish", { kind: "workflow", id }, { after: { version, note } });
  return { id, version, hooks };
};

/** Publishes the draft: all of it or nothing. Throws not_found, conflict, and invalid_input with every problem. */
export const publishWorkflow = (
  caller: Caller,
  id: string,
  { note }: PublishInput,
): Promise<Published> =>
  asTenant(caller, async (tx) => {
    const { draft } = await lockWorkflow(tx, id);
    const definition = requirePublishable(draft);
    const issues = selfCalls(definition, id);
    if (issues[0]) throw new AppError("invalid_input", issues[0].message, { issues });
    return goLive(tx, caller, id, { definition, note });
  });
