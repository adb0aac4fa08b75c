/** A document as it is edited: any JSON, since a draft may be wrong for a while. */
export type Draft = Record<string, unknown>;
export type Path = readonly (string | number)[];

type Node = Record<string | number, unknown>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** What stands at a path; undefined where the way ends. */
export const at = (draft: unknown, path: Path): unknown =>
  path.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), draft);

/** The text at a path, "" where there is none. */
export const textAt = (draft: unknown, path: Path): string => {
  const value = at(draft, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

/** The list at a path, empty where there is none. */
export const listAt = (draft: unknown, path: Path): unknown[] => {
  const value = at(draft, path);
  return Array.isArray(value) ? value : [];
};

/** The draft with another value at a path; undefined takes the key out. Nothing of the old one is changed. */
export const put = <T>(draft: T, [key, ...rest]: Path, value: unknown): T => {
  if (key === undefined) return value as T;
  const node: Node = isNode(draft) ? draft : {};
  const next = rest.length > 0 ? put(node[key] ?? {}, rest, value) : value;
  if (Array.isArray(draft)) return draft.map((item, index) => (index === key ? next : item)) as T;
  if (next !== undefined) return { ...node, [key]: next } as T;
  const { [key]: _, ...others } = node;
  return others as T;
};

/** A key that no step has yet, such as "mail-3". */
const freshKey = (draft: Draft, type: string): string => {
  const keys = new Set(listAt(draft, ["steps"]).map((step) => textAt(step, ["key"])));
  for (let n = keys.size + 1; ; n += 1) if (!keys.has(`${type}-${n}`)) return `${type}-${n}`;
};

/** A step to begin with; due two or three days after the one before it. */
export const newStep = (draft: Draft, type: "mail" | "wait"): Draft => {
  const key = freshKey(draft, type);
  return type === "mail"
    ? { key, type, when: { after: "2d" }, content: { subject: "", preview: "", body: "# \n\n" } }
    : { key, type, event: "", until: { after: "3d" } };
};

/** The same step again under a key of its own. */
export const copyOf = (draft: Draft, step: unknown): Draft => ({
  ...(step as Draft),
  key: freshKey(draft, textAt(step, ["type"]) || "mail"),
});

/** The steps with one put in, moved by a place, or taken out. */
export const steps = {
  insert: (draft: Draft, index: number, step: Draft): Draft => ({
    ...draft,
    steps: listAt(draft, ["steps"]).toSpliced(index, 0, step),
  }),
  remove: (draft: Draft, index: number): Draft => ({
    ...draft,
    steps: listAt(draft, ["steps"]).toSpliced(index, 1),
  }),
  move: (draft: Draft, index: number, by: 1 | -1): Draft => {
    const list = listAt(draft, ["steps"]);
    return { ...draft, steps: list.toSpliced(index, 1).toSpliced(index + by, 0, list[index]) };
  },
};
