import { sql } from "kysely";
import { type Caller, worker } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { maskAddress } from "@/lib/core/mask-address";
import { audit } from "@/lib/domain/audit/record";
import type { LinkChoice, PreferenceView } from "@/lib/domain/contacts/preferences/schema";
import { writePreferences } from "@/lib/domain/contacts/preferences/set";
import { readContact } from "@/lib/domain/contacts/read";
import type { Contact } from "@/lib/domain/contacts/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";
import { type Recipient, readUnsubscribeToken } from "@/lib/infra/email/unsubscribe";

type Origin = { requestId?: string; ip?: string; userAgent?: string };

/** The words that were shown when somebody asked for marketing again; stored with the consent. */
const AGAIN = "preference page 1: the kinds of mail that are ticked";

/** Forged, altered and forgotten are answered alike, so that nobody learns which of them it is. */
const nowhere = () => new AppError("not_found", "This link leads nowhere.");

type Holder = { recipient: Recipient; caller: Caller };

const holderOf = (token: string, origin: Origin): Holder => {
  const recipient = readUnsubscribeToken(token);
  if (!recipient) throw nowhere();
  return { recipient, caller: worker("contacts-by-link", recipient.tenantId, origin) };
};

const contactOf = (tx: Tx, { contactId }: Recipient): Promise<Contact> =>
  readContact(tx, contactId).catch((error: unknown) => {
    throw error instanceof AppError && error.code === "not_found" ? nowhere() : error;
  });

const whySuppressed = (reason: string | null): PreferenceView["suppressed"] => {
  if (reason === "bounced" || reason === "complained") return reason;
  return reason === null || reason === "unsubscribed" ? null : "other";
};

const view = async (tx: Tx, recipient: Recipient): Promise<PreferenceView> => {
  const contact = await contactOf(tx, recipient);
  const { brand } = await readSender(tx);
  return {
    sender: brand.name,
    email: maskAddress(contact.email),
    locale: contact.locale,
    category: recipient.category,
    preferences: contact.preferences,
    suppressed: whySuppressed(contact.suppressed),
  };
};

/** What the holder of a link in a mail may choose; changes nothing. Throws not_found for what is no link of ours. */
export const readByLink = async (token: string, origin: Origin = {}): Promise<PreferenceView> => {
  const { recipient, caller } = holderOf(token, origin);
  return asTenant(caller, (tx) => view(tx, recipient));
};

/** Stops the mails of the kind the link came with, and the sequences they belong to; again changes nothing. Throws not_found. */
export const unsubscribeByLink = async (token: string, origin: Origin = {}): Promise<void> => {
  const { recipient, caller } = holderOf(token, origin);
  await asTenant(caller, async (tx) => {
    const { id } = await contactOf(tx, recipient);
    await writePreferences(tx, id, { [recipient.category]: false }, "link");
  });
};

// Who asks for mails here agrees to them, with the time; an earlier "no" to everything is taken back.
const agree = async (tx: Tx, { id, email }: Contact) => {
  const { rows } = await sql<{ id: string }>`
    update public.contacts set consent_basis = 'opt-in', consent_at = now(), consent_text = ${AGAIN}, updated_at = now()
    where id = ${id}::uuid and consent_basis is null returning id`.execute(tx);
  const lifted = await sql`
    delete from public.suppressions where email = ${email} and reason = 'unsubscribed'`.execute(tx);
  if (rows.length > 0 || Number(lifted.numAffectedRows ?? 0) > 0)
    await audit(tx, "contact.agree", { kind: "contact", id }, { after: { words: AGAIN } });
};

/** Sets which kinds of mail the holder of a link wants. Throws not_found for what is no link of ours. */
export const chooseByLink = async (
  { token, preferences }: LinkChoice,
  origin: Origin = {},
): Promise<PreferenceView> => {
  const { recipient, caller } = holderOf(token, origin);
  return asTenant(caller, async (tx) => {
    const contact = await contactOf(tx, recipient);
    if (Object.values(preferences).includes(true)) await agree(tx, contact);
    await writePreferences(tx, contact.id, preferences, "page");
    return view(tx, recipient);
  });
};
