import { z } from "zod";
import { MAIL_CATEGORIES } from "@/lib/core/mail-category";
import { PageQuery } from "@/lib/core/page";
import { ChosenList } from "@/lib/domain/bulk-actions/schema";
import { TimeZone } from "@/lib/domain/tenants/schema";

/** Compared and stored in small letters. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .pipe(z.email("Write an address such as name@example.com."));

const Locale = z.enum(["en", "de"]);

/** Facts of the company's own, which conditions and mails of sequences may use as `person.<name>`. */
const Properties = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,59}$/, "Letters, digits and _, a letter first."),
    z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]),
  )
  .refine((given) => Object.keys(given).length <= 50, "At most 50 properties.");

/** Why marketing may be sent: agreed; signed up and did not object; has a contract. */
export const ConsentBasis = z.enum(["opt-in", "soft-opt-in", "contract"]);

/** What somebody said to when. `text` names the words that were shown. */
const Consent = z.strictObject({
  basis: ConsentBasis,
  at: z.iso.datetime({ offset: true }).optional(),
  text: z.string().max(200).optional(),
});

export const MailCategory = z.enum(MAIL_CATEGORIES);

/** Which kinds of mail somebody wants; a kind that was never chosen is wanted. */
export const Preferences = z.record(MailCategory, z.boolean());
export type Preferences = z.infer<typeof Preferences>;

/** Somebody the company writes to. Instants are UTC. */
export const Contact = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  locale: Locale,
  /** IANA name; null means the company's. */
  timeZone: z.string().nullable(),
  /** Who it is in the company's own system. */
  userId: z.string().nullable(),
  properties: z.record(z.string(), z.json()),
  /** Null: no marketing may be sent. */
  consent: z
    .object({ basis: ConsentBasis, at: z.iso.datetime(), text: z.string().nullable() })
    .nullable(),
  preferences: Preferences,
  /** Why no mail at all is sent to this address; null when it may be. */
  suppressed: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Contact = z.infer<typeof Contact>;

const name = z.string().trim().max(200);
const userId = z.string().trim().min(1).max(200);

/** What is left out stays as it is; a property that is null is removed. */
export const NewContact = z.strictObject({
  email: Email,
  name: name.optional(),
  locale: Locale.optional(),
  timeZone: TimeZone.optional(),
  userId: userId.optional(),
  properties: Properties.optional(),
  consent: Consent.optional(),
});
export type NewContact = z.infer<typeof NewContact>;

export const ContactQuery = PageQuery.extend({
  /** Part of the address or the name. */
  search: z.string().trim().max(200).optional(),
  /** Only those who may get marketing, or only those who may not. */
  reachable: z.enum(["true", "false"]).optional(),
  /** Newest first, unless by when they were added or by address. */
  sort: z.enum(["newest", "oldest", "email"]).optional(),
});
export type ContactQuery = z.infer<typeof ContactQuery>;

/** Query of an export: the list's filters and order, and the kind of file. */
export const ContactExportQuery = ContactQuery.omit({
  limit: true,
  cursor: true,
  fields: true,
}).extend({
  format: z.enum(["csv", "json"]).default("csv"),
  /** Only these. */
  ids: ChosenList.optional(),
});
export type ContactExportQuery = z.infer<typeof ContactExportQuery>;

/** What columns of an export begin with that are Steward's own. */
export const OWN_COLUMN = "steward_";

export const ROWS_MAX = 10_000;

/**
 * A table of contacts as CSV with a first line of names: `email`, and as wanted `name`, `locale`, `time_zone`, `user_id`; every
 * other column becomes a property, but those of an export that begin with `steward_`. Comma, semicolon or tab. `consent` counts for every line.
 */
export const ContactImport = z.strictObject({
  csv: z.string().min(1).max(4_000_000),
  consent: Consent.optional(),
});
export type ContactImport = z.infer<typeof ContactImport>;

/** How an import went. `line` counts from 1, the line of names. The first 100 refused lines are told, all are counted. */
export const ImportReport = z.object({
  added: z.int(),
  changed: z.int(),
  refused: z.int(),
  problems: z.array(z.object({ line: z.int(), message: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;
