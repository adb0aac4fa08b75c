import { nodeIds, stepsOf, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import {
  type BareFields,
  renameReferences,
} from "@/app/(dashboard)/workflows/[id]/document/references";

/** A draft as it is edited: any JSON object. */
export type Document = Record<string, unknown>;
export type Path = readonly (string | number)[];
type Fields = Record<string, unknown>;

/** One change. Ids are those of the canvas. */
export type Edit =
  | { kind: "replace"; document: Document }
  /** Puts a value at a path; undefined takes the field away. */
  | { kind: "set"; path: Path; value: unknown }
  /** Steps with ids of their own, behind `after`; with `before` they come between the two. */
  | { kind: "insert"; steps: Fields[]; after?: string | undefined; before?: string | undefined }
  | { kind: "remove"; ids: readonly string[] }
  | { kind: "connect" | "disconnect"; from: string; to: string }
  | { kind: "rename"; from: string; to: string; bare: BareFields };

const needsOf = (step: Fields): string[] =>
  Array.isArray(step.needs) ? step.needs.filter((need) => typeof need === "string") : [];

const withNeeds = (step: Fields, needs: string[]): Fields => {
  const { needs: _, ...rest } = step;
  return needs.length > 0 ? { ...rest, needs: [...new Set(needs)] } : rest;
};

const setItem = (items: unknown[], index: number, rest: Path, next: unknown): unknown[] => {
  const inner = setAt(items[index], rest, next);
  if (inner === undefined) return items.filter((_, at) => at !== index);
  // Behind the end means at the end; a list has no holes.
  return index < items.length ? items.with(index, inner) : [...items, inner];
};

const setAt = (value: unknown, [key, ...rest]: Path, next: unknown): unknown => {
  if (key === undefined) return next;
  if (typeof key === "number" && (Array.isArray(value) || value === undefined))
    return setItem(value ?? [], key, rest, next);
  const isFields = typeof value === "object" && value !== null && !Array.isArray(value);
  const fields = isFields ? (value as Fields) : {};
  const name = String(key);
  const inner = setAt(fields[name], rest, next);
  if (inner !== undefined) return { ...fields, [name]: inner };
  const { [name]: _, ...others } = fields;
  return others;
};

const mapSteps = (document: Document, map: (step: Fields, id: string) => Fields): Document => {
  const ids = nodeIds(document);
  return {
    ...document,
    steps: stepsOf(document).map((step, index) => map(step, ids[index] ?? "")),
  };
};

const insert = (document: Document, edit: Edit & { kind: "insert" }): Document => {
  const { steps: added, after = TRIGGER_ID, before } = edit;
  const [first] = added;
  if (!first) return document;
  const ids = nodeIds(document);
  const last = String(added.at(-1)?.id);
  const attached = added.map((step, index) =>
    index === 0 && after !== TRIGGER_ID && needsOf(step).length === 0
      ? withNeeds(step, [after])
      : step,
  );
  const steps = stepsOf(document).map((step, index) => {
    if (ids[index] !== before) return step;
    const needs = needsOf(step);
    return withNeeds(
      step,
      after === TRIGGER_ID ? [...needs, last] : needs.map((need) => (need === after ? last : need)),
    );
  });
  const at = after === TRIGGER_ID ? (before ? 0 : steps.length) : ids.indexOf(after) + 1;
  return { ...document, steps: [...steps.slice(0, at), ...attached, ...steps.slice(at)] };
};

// What needed a removed step needs what that one needed, so the rest stays in order.
const remove = (document: Document, gone: ReadonlySet<string>): Document => {
  const ids = nodeIds(document);
  const steps = stepsOf(document);
  const byId = new Map(steps.map((step, index) => [ids[index] ?? "", step]));
  const bridge = (need: string, seen: readonly string[]): string[] =>
    gone.has(need) && !seen.includes(need)
      ? needsOf(byId.get(need) ?? {}).flatMap((next) => bridge(next, [...seen, need]))
      : gone.has(need)
        ? []
        : [need];
  return {
    ...document,
    steps: steps.flatMap((step, index) => {
      if (gone.has(ids[index] ?? "")) return [];
      const needs = needsOf(step);
      const kept = needs.some((need) => gone.has(need))
        ? withNeeds(
            step,
            needs.flatMap((need) => bridge(need, [])),
          )
        : step;
      const run = (kept.onError as { run?: unknown } | undefined)?.run;
      if (typeof run !== "string" || !gone.has(run)) return [kept];
      const { onError: _, ...rest } = kept;
      return [rest];
    }),
  };
};

const disconnect = (document: Document, from: string, to: string): Document =>
  mapSteps(document, (step, id) => {
    if (id === to)
      return withNeeds(
        step,
        needsOf(step).filter((need) => need !== from),
      );
    const run = (step.onError as { run?: unknown } | undefined)?.run;
    if (id !== from || run !== to) return step;
    const { onError: _, ...rest } = step;
    return rest;
  });

const rename = (document: Document, edit: Edit & { kind: "rename" }): Document => {
  const names = new Map([[edit.from, edit.to]]);
  return mapSteps(document, (step, id) => {
    const renamed = renameReferences(step, names, edit.bare);
    return id === edit.from ? { ...renamed, id: edit.to } : renamed;
  });
};

/** The document after a change; the same object when nothing changes. Pure. */
export const applyEdit = (document: Document, edit: Edit): Document => {
  switch (edit.kind) {
    case "replace":
      return edit.document;
    case "set":
      return setAt(document, edit.path, edit.value) as Document;
    case "insert":
      return insert(document, edit);
    case "remove":
      return edit.ids.length > 0 ? remove(document, new Set(edit.ids)) : document;
    case "connect":
      return edit.from === TRIGGER_ID
        ? document
        : mapSteps(document, (step, id) =>
            id === edit.to ? withNeeds(step, [...needsOf(step), edit.from]) : step,
          );
    case "disconnect":
      return disconnect(document, edit.from, edit.to);
    case "rename":
      return rename(document, edit);
  }
};
