import { sql } from "kysely";
import { worker } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { channelBinding, type Fetch, postOf } from "@/lib/domain/notifications/slack/channel";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";
import { unseal } from "@/lib/infra/vault/seal";

export type PostRef = { tenantId: string; postId: string };

type Outcome = { status: "sent" | "failed" | "unknown"; error?: string };

const inTenant = <T>({ tenantId }: PostRef, work: (tx: Tx) => Promise<T>) =>
  asTenant(worker("notifications-post-slack", tenantId), work);

type Claimed = {
  payload: object;
  isRepeated: boolean;
  channel: { id: string; cipher: string } | null;
};

const claim = (ref: PostRef): Promise<Claimed | undefined> =>
  inTenant(ref, async (tx) => {
    const { rows } = await sql<Claimed>`
      update public.slack_posts p set status = 'claimed', claimed_at = now() from (
        select id, status from public.slack_posts where id = ${ref.postId} and status in ('queued', 'claimed') for update) as before
      where p.id = before.id
      returning p.payload, before.status = 'claimed' as is_repeated,
        (select jsonb_build_object('id', c.id, 'cipher', c.cipher) from public.slack_channels c where c.purpose = 'notifications') as channel`.execute(
      tx,
    );
    return rows[0];
  });

const settle = (ref: PostRef, { status, error }: Outcome) =>
  inTenant(ref, (tx) =>
    sql`update public.slack_posts set status = ${status}, error = ${error?.slice(0, 500) ?? null}, settled_at = now()
      where id = ${ref.postId} and status in ('queued', 'claimed')`.execute(tx),
  );

/** The post was surely not taken: it is queued again, and the engine asks for it later. */
const release = async (ref: PostRef, error: AppError): Promise<never> => {
  await inTenant(ref, (tx) =>
    sql`update public.slack_posts set status = 'queued' where id = ${ref.postId} and status = 'claimed'`.execute(
      tx,
    ),
  );
  throw error;
};

const codesOf = (error: unknown): string[] => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return [String(code ?? ""), ...(cause ? codesOf(cause) : [])];
};

/** Nothing had left the machine yet. */
const BEFORE_SENDING =
  /^(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CONNECT_TIMEOUT)$/;

const seconds = (value: string | undefined) =>
  value && /^\d{1,5}$/.test(value) ? Number(value) : undefined;

const perform = async (url: string, payload: object, fetch: Fetch): Promise<Outcome | AppError> => {
  try {
    const { status, headers, body } = await fetch(url, postOf(payload));
    if (status >= 200 && status < 300) return { status: "sent" };
    const error = `Slack answered ${status} ${body.toString("utf8").slice(0, 200)}`.trim();
    if (status === 429 || status === 503)
      return new AppError(status === 429 ? "rate_limited" : "unavailable", error, {
        retryAfterS: seconds(headers["retry-after"]) ?? 30,
      });
    return { status: status < 500 ? "failed" : "unknown", error };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (codesOf(error.cause).some((code) => BEFORE_SENDING.test(code)))
      return new AppError("unavailable", error.message, { cause: error, retryAfterS: 30 });
    const isRefused = error.code === "forbidden" || error.code === "invalid_input";
    return { status: isRefused ? "failed" : "unknown", error: error.message };
  }
};

/**
 * Posts a queued post and notes what became of it; `settled` when there is nothing left to send. A post that was claimed
 * before and never settled may have arrived, so it becomes `unknown` instead of being sent twice. Throws rate_limited or
 * unavailable when it surely did not arrive and may be tried again.
 */
export const sendPost = async (
  ref: PostRef,
  fetch: Fetch = safeFetch,
): Promise<Outcome["status"] | "settled"> => {
  const post = await claim(ref);
  if (!post) return "settled";
  const { payload, isRepeated, channel } = post;
  if (isRepeated) {
    await settle(ref, { status: "unknown", error: "The process ended while it was being sent." });
    return "unknown";
  }
  if (!channel) {
    await settle(ref, { status: "failed", error: "Slack was disconnected before it was sent." });
    return "failed";
  }
  const url = unseal(channel.cipher, channelBinding(ref.tenantId, channel.id));
  const outcome = await perform(url, payload, fetch);
  if (outcome instanceof AppError) return release(ref, outcome);
  await settle(ref, outcome);
  return outcome.status;
};

/** Notes that every try was refused. */
export const giveUpPost = async (ref: PostRef, reason: string): Promise<void> => {
  await settle(ref, { status: "failed", error: reason });
};
