import { FIELDS, type Filter } from "@/app/(dashboard)/runs/filter/fields";

export type View = { name: string; filter: Filter };

const MAX = 20;

const isView = (value: unknown): value is View => {
  const { name, filter } = (value ?? {}) as { name?: unknown; filter?: unknown };
  if (typeof name !== "string" || typeof filter !== "object" || filter === null) return false;
  return Object.entries(filter).every(
    ([field, text]) => (FIELDS as readonly string[]).includes(field) && typeof text === "string",
  );
};

/** The views a person saved for one company, in this browser. What cannot be read counts as none. */
export const savedViews = (tenantId: string) => {
  const key = `steward:views:runs:${tenantId}`;
  const read = (): View[] => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
      return Array.isArray(stored) ? stored.filter(isView).slice(0, MAX) : [];
    } catch {
      return [];
    }
  };
  const write = (views: View[]) => localStorage.setItem(key, JSON.stringify(views.slice(0, MAX)));
  return {
    read,
    /** One of the same name gives way. */
    add: (view: View) => write([view, ...read().filter(({ name }) => name !== view.name)]),
    remove: (gone: string) => write(read().filter(({ name }) => name !== gone)),
  };
};
