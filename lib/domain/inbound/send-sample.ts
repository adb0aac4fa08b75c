import { randomInt } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { findHook, type LiveHook } from "@/lib/domain/inbound/find-hook";
import type { SampleSent } from "@/lib/domain/inbound/schema";
import { lendSecret } from "@/lib/domain/inbound/secrets";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { sampleOrder } from "@/lib/integrations/shopify/sample-order";
import { sampleEvent } from "@/lib/integrations/stripe/sample-event";
import { WEBHOOK_SCHEMES } from "@/lib/integrations/webhook-schemes";

type Target = { id: string; provider: "shopify" | "stripe" | "generic"; topic: string | null };

type Options = {
  /** The same seed makes the same sample; left out, a random one. */
  seed?: number | undefined;
  /** Sent instead of a made one. */
  body?: object;
  /** The same id is taken once only; left out, a new one. */
  deliveryId?: string;
  nowMs?: number;
  post?: typeof fetch;
};

const targetOf = (caller: Caller, workflowId: string): Promise<Target> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Target & { status: string }>`
      select h.id, h.provider, h.topic, w.status from public.workflows w
      left join public.hooks h on h.tenant_id = w.tenant_id and h.workflow_id = w.id
      where w.id = ${workflowId}::uuid and w.deleted_at is null`.execute(tx);
    const [row] = rows;
    if (!row) throw new AppError("not_found", "There is no such workflow.");
    if (!row.id)
      throw new AppError(
        "conflict",
        "Only a published workflow with a webhook trigger takes samples.",
      );
    if (row.status !== "live")
      throw new AppError("conflict", "The workflow is not live; publish or resume it first.");
    return row;
  });

const signingSecret = async (
  caller: Caller,
  id: string,
): Promise<Pick<LiveHook, "scheme"> & { secret: string }> => {
  const { hook } = await findHook(id, { fresh: true });
  if (!hook) throw new AppError("not_found", "There is no such hook.");
  const [secret] = hook.secrets;
  if (hook.scheme === "none") return { scheme: hook.scheme, secret: "" };
  return { scheme: hook.scheme, secret: secret ?? (await lendSecret(caller, id)) };
};

const sampleBody = ({ provider, topic }: Target, seed: number, nowMs: number, id: string) =>
  provider === "stripe"
    ? sampleEvent(seed, nowMs, id, topic ?? "charge.succeeded")
    : sampleOrder(seed, nowMs);

const Accepted = z.object({ deliveryId: z.uuid() });

/** Says in our words what the hook answered instead of 202. */
const refusal = async (response: Response): Promise<AppError> => {
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: unknown };
  const reason = typeof detail === "string" ? detail : `status ${response.status}`;
  return new AppError("conflict", `The hook did not take the sample: ${reason}`);
};

const runOf = (caller: Caller, deliveryId: string): Promise<string> =>
  asTenant(caller, async (tx) => {
    const row = await tx
      .selectFrom("deliveries")
      .select("runId")
      .where("id", "=", deliveryId)
      .executeTakeFirst();
    if (!row) throw new AppError("internal", "The sample was taken but cannot be found.");
    return row.runId;
  });

/**
 * Posts a signed sample to the workflow's own hook over HTTP, as its sender would, under a new delivery id. Throws not_found,
 * conflict (no hook, not live, or refused) and unavailable when the hook cannot be reached.
 */
export const sendSample = async (
  caller: Caller,
  workflowId: string,
  { seed = randomInt(1_000_000), nowMs = Date.now(), post = fetch, ...given }: Options = {},
): Promise<z.infer<typeof SampleSent>> => {
  const target = await targetOf(caller, workflowId);
  const { scheme, secret } = await signingSecret(caller, target.id);
  const deliveryId = given.deliveryId ?? uuidv7(nowMs);
  const content = given.body ?? sampleBody(target, seed, nowMs, deliveryId);
  const body = Buffer.from(JSON.stringify(content));
  const topic = target.topic ?? (target.provider === "shopify" ? "orders/create" : null);
  const signed = WEBHOOK_SCHEMES[scheme].sign({ body, secret, deliveryId, topic, nowMs });
  const headers = { "content-type": "application/json", "user-agent": "Steward-Sample", ...signed };
  const signal = AbortSignal.timeout(10_000);
  const response = await post(`${env().APP_URL}/api/hooks/${target.id}`, {
    method: "POST",
    headers,
    body,
    signal,
  }).catch((cause: unknown) => {
    throw new AppError("unavailable", "The hook cannot be reached at APP_URL.", {
      cause,
      retryAfterS: 5,
    });
  });
  const accepted = response.status === 202 ? Accepted.safeParse(await response.json()) : undefined;
  if (!accepted?.success) throw await refusal(response);
  const id = accepted.data.deliveryId;
  return { deliveryId: id, runId: await runOf(caller, id) };
};
