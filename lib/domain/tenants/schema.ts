import { z } from "zod";

const isTimeZone = (name: string) => {
  try {
    return /^[A-Z]/i.test(name) && Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};

const isCurrency = (code: string) => Intl.supportedValuesOf("currency").includes(code);

/** A name of the IANA time zone database, such as Europe/Vienna. Offsets are refused: they know no summer time. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { message: "Name a zone of the IANA database, such as Europe/Vienna." });

/** An ISO 4217 code, such as EUR. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { message: "Write three capital letters, such as EUR.", abort: true })
  .refine(isCurrency, { message: "Name a currency of ISO 4217, such as EUR." });

/** What a company does; chooses its sample data and the templates that are recommended. */
export const Industry = z.enum(["commerce", "hospitality", "payroll", "agency"], {
  error: "Choose commerce, hospitality, payroll or agency.",
});
export type Industry = z.infer<typeof Industry>;

export const Role = z.enum(["viewer", "member", "admin", "owner"]);

export const TenantName = z.string().trim().min(1).max(80);
const Slug = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$/, {
  message: "Use 1 to 48 small letters, digits and inner hyphens.",
});

const shape = {
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  plan: z.string(),
  isDemo: z.boolean(),
  timeZone: z.string(),
  currency: z.string(),
  industry: Industry.nullable(),
};

/** A tenant as its members see it. `historyWeeks`: for how many weeks its plan keeps the history of runs. */
export const Tenant = z.object({
  ...shape,
  historyWeeks: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Tenant = z.infer<typeof Tenant>;

/** A tenant the signed-in person may enter, and as what. */
export const MyTenant = z.object({ ...shape, role: Role });
export type MyTenant = z.infer<typeof MyTenant>;

/** Without a slug one is made from the name. */
export const NewTenant = z.strictObject({
  name: TenantName,
  slug: Slug.optional(),
  timeZone: TimeZone.default("UTC"),
  currency: Currency.default("EUR"),
});
export type NewTenant = z.infer<typeof NewTenant>;

export const TenantPatch = z.strictObject({
  name: TenantName.optional(),
  slug: Slug.optional(),
  timeZone: TimeZone.optional(),
  currency: Currency.optional(),
  industry: Industry.optional(),
});
export type TenantPatch = z.infer<typeof TenantPatch>;
