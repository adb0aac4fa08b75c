import { sql } from "kysely";
import type { Brand } from "@/emails/_brand";
import { accents } from "@/emails/_colour";
import type { Locale } from "@/emails/_words";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Who writes a tenant's mails: what they look like, where the sender lives, who gets the answers. Empty texts are not set. */
export type Sender = {
  brand: Brand;
  address: string;
  replyTo: string;
  /** Language of people whose language is not known. */
  locale: Locale;
  /** Whether this is a house, which writes to the people who use the product. */
  isHouse: boolean;
};

type Row = {
  name: string;
  logo: string;
  accent: `#${string}`;
  address: string;
  replyTo: string;
  locale: Locale;
  isHouse: boolean;
};

/** The colours of a mail for a chosen accent: readable in light and dark inboxes, whatever was chosen. */
export const brandOf = ({ name, logo, accent }: Pick<Row, "name" | "logo" | "accent">): Brand => ({
  name,
  logo: logo || name,
  ...accents(accent),
});

/**
 * The sender of the transaction's tenant; its name and our colours where nothing was chosen. The address of a house is that
 * of the installation unless it has one of its own.
 */
export const readSender = async (tx: Tx): Promise<Sender> => {
  const { rows } = await sql<Row>`
    select coalesce(nullif(t.brand ->> 'name', ''), t.name) as name, coalesce(t.brand ->> 'logo', '') as logo,
      coalesce(t.brand ->> 'accent', '#0b6470') as accent, coalesce(t.brand ->> 'address', '') as address,
      coalesce(t.brand ->> 'replyTo', '') as reply_to, coalesce(t.brand ->> 'locale', 'en') as locale,
      exists (select from public.products p where p.house_id = t.id) as is_house
    from public.tenants t where t.id = (select app.tenant_id())`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error("A transaction without a tenant has no sender.");
  const { address, replyTo, locale, isHouse } = row;
  return {
    brand: brandOf(row),
    address: address || (isHouse ? env().MAIL_ADDRESS : ""),
    replyTo,
    locale,
    isHouse,
  };
};
