import { sql } from "kysely";
import { z } from "zod";
import type { MailKey, MailProps } from "@/emails/catalogue";
import { renderMail } from "@/emails/render";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { mailQueued } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

export type NewMail<Key extends MailKey> = {
  /** Tells this mail from every other of the tenant and is the idempotency key at the provider, ≤ 255 characters. */
  key: string;
  template: Key;
  /** One address, without a name. */
  to: string;
  props: MailProps<Key>;
  /** The run whose step sends it. */
  runId?: string;
};

type Claims = { tenant_id: string; request_id?: string };

const recipientOf = (to: string): string => {
  const address = z.email().max(320).safeParse(to.trim());
  if (address.success) return address.data;
  throw new AppError("invalid_input", `"${to.slice(0, 80)}" is not an e-mail address.`, {
    issues: [
      { path: "to", code: "invalid_format", message: "An address looks like name@example.com." },
    ],
  });
};

/**
 * Writes a mail into the caller's ledger, rendered and frozen, and asks for its sending in the same transaction. A key
 * that is there already queues nothing and answers the first mail's id. For workers: people do not send mail directly.
 */
export const queueMail = async <Key extends MailKey>(
  tx: Tx,
  mail: NewMail<Key>,
): Promise<{ mailId: string }> => {
  const recipient = recipientOf(mail.to);
  const { subject, html, text } = await renderMail(mail.template, mail.props);
  const { rows } = await sql<{ id: string; isNew: boolean; claims: Claims }>`
    with fresh as (
      insert into public.mails (key, template, recipient, subject, html, body, run_id)
      values (${mail.key}, ${mail.template}, ${recipient}, ${subject}, ${html}, ${text}, ${mail.runId ?? null}::uuid)
      on conflict (tenant_id, key) do nothing returning id
    )
    select id, true as is_new, app.claims() as claims from fresh
    union all
    select id, false, app.claims() from public.mails where key = ${mail.key} and not exists (select from fresh)`.execute(
    tx,
  );
  const [row] = rows;
  // Its twin committed after this statement began: the next try finds it.
  if (!row)
    throw new AppError("unavailable", "The mail is being queued already.", { retryAfterS: 1 });
  const { tenant_id: tenantId, request_id: requestId } = row.claims;
  if (row.isNew)
    await emit(tx, mailQueued.create({ tenantId, mailId: row.id, trace: { requestId } }));
  return { mailId: row.id };
};
