import { sql } from "kysely";
import { z } from "zod";
import { worker } from "@/lib/core/caller";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { accountLedger, spareAddress } from "@/lib/infra/email/account-mails";
import { claimMail, type MailNews, mailLedger } from "@/lib/infra/email/ledger";

const ProviderEvent = z.object({
  type: z.string(),
  data: z.object({
    email_id: z.string().max(100).optional(),
    tags: z.object({ mail: z.uuid(), tenant: z.union([z.uuid(), z.literal("account")]) }),
    bounce: z.object({ type: z.string().optional(), message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});
type ProviderEvent = z.infer<typeof ProviderEvent>;

/**
 * What a mail's fate means for its address: it does not exist; it could not take the mail just now, for the `times`th time in
 * 30 days; its owner called the mail spam; the provider does not send to it.
 */
export type Trouble = {
  kind: "bounced" | "bounced softly" | "complained" | "refused";
  email: string;
  detail: string;
  times: number;
};

/** What is done about trouble, in the transaction that notes the news. */
type OnTrouble = (tx: Tx, trouble: Trouble) => Promise<void>;

type Reading = { news: MailNews; trouble?: Trouble["kind"] };

const REFUSED = "The provider has the address on its suppression list.";

const isPermanent = (type: string | undefined) => type === undefined || type === "Permanent";

/** News of a mail that belongs to a person rather than a company: trouble with its address is every company's. */
const tellAccount = async (mailId: string, { news, trouble }: Reading) => {
  await accountLedger.tell(mailId, news);
  if (trouble === "bounced" || trouble === "complained")
    await spareAddress(mailId, trouble, news.error ?? "");
};

/** What an event means; undefined for those that tell nothing about a mail's fate, such as opens and clicks. */
const read = ({ type, data }: ProviderEvent): Reading | undefined => {
  const providerId = data.email_id;
  switch (type) {
    case "email.sent":
      return { news: { status: "accepted", providerId } };
    case "email.delivered":
      return { news: { status: "delivered", providerId } };
    case "email.failed":
      return { news: { status: "failed", providerId, error: data.failed?.reason } };
    case "email.suppressed":
      return { news: { status: "failed", providerId, error: REFUSED }, trouble: "refused" };
    case "email.complained":
      return { news: { status: "complained", providerId }, trouble: "complained" };
    case "email.bounced": {
      const hard = isPermanent(data.bounce?.type);
      const error = `${hard ? "" : SOFT}${data.bounce?.message ?? "It came back."}`;
      return {
        news: { status: "bounced", providerId, error },
        trouble: hard ? "bounced" : "bounced softly",
      };
    }
    default:
      return undefined;
  }
};

/** Begins the error of a mail that came back for the time being. */
const SOFT = "For the time being: ";

const troubleOf = async (tx: Tx, mailId: string, kind: Trouble["kind"], detail: string) => {
  const { rows } = await sql<{ email: string; times: number }>`
    select lower(m.recipient) as email, (select count(*)::int from public.mails o
      where o.contact_id = m.contact_id and o.status = 'bounced' and o.error like ${`${SOFT}%`}
        and o.created_at > now() - interval '30 days') as times
    from public.mails m where m.id = ${mailId}::uuid`.execute(tx);
  const [row] = rows;
  return row && { kind, detail, ...row };
};

const clip = ({ error, ...news }: MailNews): MailNews => ({ ...news, error: error?.slice(0, 500) });

/**
 * Applies one of Resend's signed webhooks to the mail it names in its tags, and has trouble with its address dealt with in the
 * same transaction. Events of other kinds and of mails that are not ours change nothing. Any order and any repeats end in the
 * same state: the ledger moves by rank, and trouble is the same trouble each time.
 */
export const recordProviderEvent = async (
  body: unknown,
  onTrouble: OnTrouble,
): Promise<{ recorded: boolean }> => {
  const event = ProviderEvent.safeParse(body);
  const reading = event.success ? read(event.data) : undefined;
  if (!event.success || !reading) return { recorded: false };
  const { mail: mailId, tenant } = event.data.data.tags;
  const news = clip(reading.news);
  if (tenant === "account") await tellAccount(mailId, { ...reading, news });
  else
    await asTenant(worker("mail-provider-event", tenant), async (tx) => {
      await mailLedger("public.mails", claimMail, (work) => work(tx)).tell(mailId, news);
      const { trouble: kind } = reading;
      const trouble = kind && (await troubleOf(tx, mailId, kind, news.error ?? ""));
      if (trouble) await onTrouble(tx, trouble);
    });
  return { recorded: true };
};
