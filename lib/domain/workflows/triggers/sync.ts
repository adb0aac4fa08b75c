import { createHash } from "node:crypto";
import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { durationMs } from "@/lib/core/expression/instant";
import { bareExpression } from "@/lib/domain/workflows/definition/check-expressions";
import { nextTime } from "@/lib/domain/workflows/definition/schedule";
import type { Polling, Trigger } from "@/lib/domain/workflows/definition/schema";
import { hookUrl } from "@/lib/domain/workflows/get";
import { refuseLoop } from "@/lib/domain/workflows/triggers/refuse-loop";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Kind<T extends Trigger["type"]> = Extract<Trigger, { type: T }>;

const SCHEMES = { shopify: "shopify", stripe: "stripe", generic: "hmac" } as const;

const openHook = async (tx: Tx, workflowId: string, trigger: Kind<"webhook">) => {
  const { provider, topic = null } = trigger;
  const scheme = trigger.scheme ?? SCHEMES[provider];
  const { rows } = await sql<{ id: string; scheme: string }>`
    insert into public.hooks as h (workflow_id, provider, topic, scheme) values (${workflowId}, ${provider}, ${topic}, ${scheme})
    on conflict (tenant_id, workflow_id) do update set provider = excluded.provider, topic = excluded.topic, enabled = true,
      scheme = case when ${trigger.scheme ?? null}::text is not null or h.provider <> excluded.provider then excluded.scheme else h.scheme end
    returning id, scheme`.execute(tx);
  return rows.map(({ id, scheme: kept }) => ({ id, url: hookUrl(id), scheme: kept }));
};

// The same times go on being the same schedule, with what is known of late and missed ones.
const openSchedule = async (tx: Tx, workflowId: string, trigger: Kind<"schedule">, now: Date) => {
  const { cron, timeZone, missed } = trigger;
  const nextAt = nextTime(cron, timeZone, now);
  if (!nextAt) throw new AppError("invalid_input", "This schedule never comes.");
  await sql`
    insert into public.schedules as s (workflow_id, cron, time_zone, missed, next_at)
    values (${workflowId}, ${cron}, ${timeZone}, ${missed}, ${nextAt})
    on conflict (tenant_id, workflow_id) do update set missed = excluded.missed, cron = excluded.cron,
      time_zone = excluded.time_zone,
      next_at = case when s.cron = excluded.cron and s.time_zone = excluded.time_zone then least(s.next_at, excluded.next_at)
        else excluded.next_at end`.execute(tx);
};

const openSubscription = async (tx: Tx, workflowId: string, trigger: Kind<"event">) => {
  const filter = trigger.if === undefined ? null : bareExpression(trigger.if);
  await tx
    .insertInto("subscriptions")
    .values({ workflowId, eventName: trigger.name, filter })
    .execute();
};

/** What makes a poll's memory of its source worth keeping when the workflow is published again. */
const sourceOf = ({ url, method, body, items, id, cursor }: Polling): string =>
  createHash("sha256")
    .update(JSON.stringify([url, method, body ?? null, items, id, cursor ?? null]))
    .digest("hex");

const openPoll = async (tx: Tx, workflowId: string, trigger: Polling) => {
  const everyS = Math.round((durationMs(trigger.every) ?? 0) / 1000);
  const source = sourceOf(trigger);
  await tx
    .deleteFrom("polls")
    .where("workflowId", "=", workflowId)
    .where("source", "<>", source)
    .execute();
  // A poll that is under way asked what the old version said; without its lease it changes nothing any more.
  await sql`
    insert into public.polls (workflow_id, source, every_s, remember_first)
    values (${workflowId}, ${source}, ${everyS}, ${trigger.startFrom === "now"})
    on conflict (tenant_id, workflow_id) do update set every_s = excluded.every_s, next_at = now(), lease = null,
      leased_until = null, failures = 0, problem = null`.execute(tx);
};

const openFollower = async (tx: Tx, workflowId: string, trigger: Kind<"workflow">) => {
  await refuseLoop(tx, workflowId, trigger.workflowId);
  await tx
    .insertInto("followers")
    .values({ workflowId, sourceId: trigger.workflowId, statuses: trigger.on })
    .execute();
};

type Opened = ReturnType<typeof openHook>;

const open = async (tx: Tx, workflowId: string, trigger: Trigger, now: Date): Opened => {
  if (trigger.type === "webhook") return openHook(tx, workflowId, trigger);
  if (trigger.type === "schedule") await openSchedule(tx, workflowId, trigger, now);
  else if (trigger.type === "event") await openSubscription(tx, workflowId, trigger);
  else if (trigger.type === "polling") await openPoll(tx, workflowId, trigger);
  else if (trigger.type === "workflow") await openFollower(tx, workflowId, trigger);
  return [];
};

/** Takes everything away that could start some workflows, but what `keep` still needs. A hook's address is known elsewhere, so it is only switched off. */
export const closeTriggers = async (
  tx: Tx,
  workflowIds: readonly string[],
  keep?: Trigger["type"],
): Promise<void> => {
  if (workflowIds.length === 0) return;
  if (keep !== "webhook")
    await tx
      .updateTable("hooks")
      .set({ enabled: false })
      .where("workflowId", "in", workflowIds)
      .execute();
  if (keep !== "schedule")
    await tx.deleteFrom("schedules").where("workflowId", "in", workflowIds).execute();
  if (keep !== "polling")
    await tx.deleteFrom("polls").where("workflowId", "in", workflowIds).execute();
  await tx.deleteFrom("subscriptions").where("workflowId", "in", workflowIds).execute();
  await tx.deleteFrom("followers").where("workflowId", "in", workflowIds).execute();
  await tx.deleteFrom("probes").where("workflowId", "in", workflowIds).execute();
};

/**
 * Lets a trigger start the workflow, and nothing else, inside the transaction that publishes it; its hooks. Throws
 * invalid_input for a schedule that never comes and for workflows that would start each other for ever.
 */
export const syncTrigger = async (
  tx: Tx,
  workflowId: string,
  trigger: Trigger,
  now: Date,
): Opened => {
  await closeTriggers(tx, [workflowId], trigger.type);
  // The event of publishing leads to the first probe at once; this one is there in case it does not.
  await sql`insert into public.probes (workflow_id, version, due_at)
    values (${workflowId}, 0, now() + interval '2 minutes')`.execute(tx);
  return open(tx, workflowId, trigger, now);
};
