import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import type { SlackInput, SlackState } from "@/lib/domain/notifications/schema";
import { may } from "@/lib/domain/tenants/permissions";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { type SafeRequest, type SafeResponse, safeFetch } from "@/lib/infra/outbound/safe-fetch";
import { seal } from "@/lib/infra/vault/seal";

export type Fetch = (url: string, request: SafeRequest) => Promise<SafeResponse>;

/** Names the place the channel's address is sealed for. */
export const channelBinding = (tenantId: string, id: string) => ({
  tenantId,
  purpose: "slack webhook",
  id,
});

/** The request that posts a payload; redirects are not followed, because Slack sends none. */
export const postOf = (payload: object): SafeRequest => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(payload),
  timeoutMs: 10_000,
  maxBytes: 65_536,
  redirects: 0,
});

type Row = { hint: string; testedAt: Date; lastPost: SlackState["lastPost"] };

const read = async (tx: Tx, withPosts: boolean): Promise<SlackState> => {
  const { rows } = await sql<Row>`
    select c.hint, c.tested_at, case when ${withPosts} then (
      select jsonb_build_object('status', p.status, 'error', p.error, 'at', coalesce(p.settled_at, p.created_at))
      from public.slack_posts p order by p.id desc limit 1) end as last_post
    from public.slack_channels c where c.purpose = 'notifications'`.execute(tx);
  const [row] = rows;
  if (!row) return { connected: false, hint: null, testedAt: null, lastPost: null };
  const { hint, testedAt, lastPost } = row;
  const last = lastPost && { ...lastPost, at: new Date(lastPost.at).toISOString() };
  return { connected: true, hint, testedAt: testedAt.toISOString(), lastPost: last };
};

/** Whether and where the company's notifications are posted; how the newest post went is for admins. */
export const getSlack = (caller: Caller): Promise<SlackState> =>
  asTenant(caller, (tx) => read(tx, may(caller, "tenant:write")));

const refuse = (message: string) =>
  new AppError("invalid_input", message, {
    issues: [{ path: "url", code: "test_failed", message }],
  });

/** Posts one line at the address. Throws invalid_input with the reason when it is not taken. */
const tryOut = async (url: string, tenantName: string, fetch: Fetch) => {
  const text = `Steward posts the notifications of ${tenantName} here from now on.`;
  const answer = await fetch(url, postOf({ text })).catch((error: unknown) => {
    if (error instanceof AppError) throw refuse(error.message);
    throw error;
  });
  if (answer.status >= 200 && answer.status < 300) return;
  const said = answer.body.toString("utf8").replace(/\s+/g, " ").trim().slice(0, 120);
  throw refuse(
    `The address answered ${answer.status}${said ? ` (${said})` : ""}. Make a new incoming webhook and paste its address.`,
  );
};

/**
 * Tries an incoming webhook out by posting one line, then keeps its address sealed, in place of the one before. Throws
 * invalid_input when the line is not taken or the address lies inside our walls.
 */
export const connectSlack = async (
  caller: Caller,
  { url }: SlackInput,
  fetch: Fetch = safeFetch,
): Promise<SlackState> => {
  const name = await asTenant(caller, async (tx) => {
    const tenant = await tx
      .selectFrom("tenants")
      .select("name")
      .where("id", "=", caller.tenantId)
      .executeTakeFirst();
    return tenant?.name ?? "your company";
  });
  await tryOut(url, name, fetch);
  return asTenant(caller, async (tx) => {
    const id = randomUUID();
    const cipher = seal(url, channelBinding(caller.tenantId, id));
    const hint = `${new URL(url).host} …${url.slice(-4)}`;
    await sql`insert into public.slack_channels (id, purpose, cipher, hint) values (${id}, 'notifications', ${cipher}, ${hint})
      on conflict (tenant_id, purpose) do update set id = excluded.id, cipher = excluded.cipher, hint = excluded.hint,
        tested_at = now(), created_at = now()`.execute(tx);
    await audit(tx, "slack.connect", { kind: "slack", id }, { after: { hint } });
    return read(tx, true);
  });
};

/** Ends posting and forgets the address. Throws not_found when none is connected. */
export const disconnectSlack = (caller: Caller): Promise<void> =>
  asTenant(caller, async (tx) => {
    const gone = await tx
      .deleteFrom("slackChannels")
      .where("purpose", "=", "notifications")
      .returning(["id", "hint"])
      .executeTakeFirst();
    if (!gone) throw new AppError("not_found", "No Slack channel is connected.");
    const { id, hint } = gone;
    await audit(tx, "slack.disconnect", { kind: "slack", id }, { before: { hint } });
  });
