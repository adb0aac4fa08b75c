/** A person as expressions see it; `properties` are the tenant's own facts. */
export type KnownPerson = {
  email: string;
  name: string;
  locale: "en" | "de";
  properties: Record<string, unknown>;
};

/** What conditions and texts may ask about besides the person and the event. */
export type Surroundings = {
  tenant: { name: string; plan: string };
  /** Of people who use the product: how far their company is. */
  progress?: Record<string, unknown>;
  /** Of people who use the product: where its pages are. */
  url?: Record<string, string>;
  /** Why this person hears nothing more of this company. */
  gone?: string;
};

const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? "";

/** The names that a sequence's conditions and texts may use. `entered` is what made the person enter. */
export const scopeOf = (
  { email, name, locale, properties }: KnownPerson,
  entered: Record<string, unknown>,
  { gone: _, ...surroundings }: Surroundings,
): Record<string, unknown> => ({
  person: { ...properties, email, name, firstName: firstNameOf(name), locale },
  event: entered.event ?? {},
  ...surroundings,
});
