import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { requirePublishable } from "@/lib/domain/workflows/assess";
import { bareExpression } from "@/lib/domain/workflows/definition/check-expressions";
import { nextTime } from "@/lib/domain/workflows/definition/schedule";
import type { Definition, Trigger } from "@/lib/domain/workflows/definition/schema";
import { hookUrl } from "@/lib/domain/workflows/get";
import type { Published, PublishInput } from "@/lib/domain/workflows/schema";
import { lockWorkflow } from "@/lib/domain/workflows/update";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

const actorOf = (caller: Caller): string =>
  caller.kind === "user"
    ? caller.userId
    : caller.kind === "key"
      ? `key ${caller.keyId}`
      : caller.worker;

const SCHEMES = { shopify: "shopify", stripe: "stripe", generic: "hmac" } as const;

// The row stays when a workflow is no longer started by a webhook, because its address is known elsewhere.
const syncHook = async (tx: Tx, workflowId: string, trigger: Trigger) => {
  if (trigger.type !== "webhook") {
    await tx
      .updateTable("hooks")
      .set({ enabled: false })
      .where("workflowId", "=", workflowId)
      .execute();
    return [];
  }
  const { provider, topic = null } = trigger;
  const scheme = trigger.scheme ?? SCHEMES[provider];
  const { rows } = await sql<{ id: string; scheme: string }>`
    insert into public.hooks as h (workflow_id, provider, topic, scheme) values (${workflowId}, ${provider}, ${topic}, ${scheme})
    on conflict (tenant_id, workflow_id) do update set provider = excluded.provider, topic = excluded.topic, enabled = true,
      scheme = case when ${trigger.scheme ?? null}::text is not null or h.provider <> excluded.provider then excluded.scheme else h.scheme end
    returning id, scheme`.execute(tx);
  return rows.map(({ id, scheme: kept }) => ({ id, url: hookUrl(id), scheme: kept }));
};

const syncSchedule = async (tx: Tx, workflowId: string, trigger: Trigger, now: Date) => {
  await tx.deleteFrom("schedules").where("workflowId", "=", workflowId).execute();
  if (trigger.type !== "schedule") return;
  const { cron, timeZone } = trigger;
  const nextAt = nextTime(cron, timeZone, now);
  if (!nextAt) throw new AppError("invalid_input", "This schedule never comes.");
  await tx.insertInto("schedules").values({ workflowId, cron, timeZone, nextAt }).execute();
};

const syncSubscription = async (tx: Tx, workflowId: string, trigger: Trigger) => {
  await tx.deleteFrom("subscriptions").where("workflowId", "=", workflowId).execute();
  if (trigger.type !== "event") return;
  const filter = trigger.if === undefined ? null : bareExpression(trigger.if);
  await tx
    .insertInto("subscriptions")
    .values({ workflowId, eventName: trigger.name, filter })
    .execute();
};

const nextVersion = async (tx: Tx, workflowId: string): Promise<number> => {
  const { last } = await tx
    .selectFrom("workflowVersions")
    .select(({ fn }) => fn.max("version").as("last"))
    .where("workflowId", "=", workflowId)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
};

/** Makes a checked document the live version, with its hook, schedule or subscription, inside the caller's transaction. */
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
  const hooks = await syncHook(tx, id, definition.trigger);
  await syncSchedule(tx, id, definition.trigger, new Date());
  await syncSubscription(tx, id, definition.trigger);
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
    return goLive(tx, caller, id, { definition: requirePublishable(draft), note });
  });
