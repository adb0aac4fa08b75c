import { sql } from "kysely";
import { z } from "zod";
import { worker } from "@/lib/core/caller";
import { noteReaction, type Reaction } from "@/lib/domain/mail/reaction";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { accountLedger, spareAddress } from "@/lib/infra/email/account-mails";
import { claimMail, type MailNews, mailLedger } from "@/lib/infra/email/ledger";

const NAME = "mail-provider-event";

const ProviderEvent = z.object({
  type: z.string(),
  /** When it happened; what cannot be read counts as now. */
  created_at: z.coerce.date().catch(() => new Date()),
  data: z.object({
    email_id: z.string().max(100).optional(),
    tags: z.object({ mail: z.uuid(), tenant: z.union([z.uuid(), z.literal("account")]) }),
    bounce: z.object({ type: z.string().optional(), message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});
type ProviderEvent = z.output<typeof ProviderEvent>;

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

const REACTIONS: Record<string, Reaction["kind"]> = {
  "email.opened": "opened",
  "email.clicked": "clicked",
};

/** What an event means; undefined for those that tell nothing about a mail's fate. */
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

const tellTenant = async (
  tenant: string,
  mailId: string,
  { news, trouble: kind }: Reading,
  onTrouble: OnTrouble,
) =>
  asTenant(worker(NAME, tenant), async (tx) => {
    await mailLedger("public.mails", claimMail, (work) => work(tx)).tell(mailId, news);
    const trouble = kind && (await troubleOf(tx, mailId, kind, news.error ?? ""));
    if (trouble) await onTrouble(tx, trouble);
  });

/** Opens and clicks are kept for mails of companies; sign-in mails are nobody's to follow. */
const react = async ({ type, created_at, data }: ProviderEvent, key: string) => {
  const kind = REACTIONS[type];
  const { mail, tenant } = data.tags;
  if (!kind || tenant === "account") return false;
  // A sender's clock that is ahead does not make the first time lie in the future.
  const at = new Date(Math.min(created_at.getTime(), Date.now())).toISOString();
  await asTenant(worker(NAME, tenant), (tx) => noteReaction(tx, mail, { kind, key, at }));
  return true;
};

/**
 * Applies one of Resend's signed webhooks, with the id under which it is repeated, to the mail it names in its tags, and has
 * trouble with its address dealt with in the same transaction. Events of other kinds and of mails that are not ours change
 * nothing. Any order and any repeats end in the same state: the ledger moves by rank, trouble is the same trouble each time,
 * and opens and clicks count once an id.
 */
export const recordProviderEvent = async (
  { id, body }: { id: string; body: unknown },
  onTrouble: OnTrouble,
): Promise<{ recorded: boolean }> => {
  const event = ProviderEvent.safeParse(body);
  if (!event.success) return { recorded: false };
  const reading = read(event.data);
  if (!reading) return { recorded: await react(event.data, id.slice(0, 255)) };
  const { mail: mailId, tenant } = event.data.data.tags;
  const told = { ...reading, news: clip(reading.news) };
  if (tenant === "account") await tellAccount(mailId, told);
  else await tellTenant(tenant, mailId, told, onTrouble);
  return { recorded: true };
};
