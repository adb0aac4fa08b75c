import { nodeIds, stepsOf } from "@/app/_ui/canvas/graph";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";
import {
  type BareFields,
  renameReferences,
} from "@/app/(dashboard)/workflows/[id]/document/references";

type Fields = Record<string, unknown>;

const ID = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;
const LENGTH_MAX = 60;

/** A free step id made from `wish`: itself, or with the lowest number that makes it free. */
export const freeId = (wish: string, taken: ReadonlySet<string>): string => {
  const base = ID.test(wish) ? wish : "step";
  if (!taken.has(base)) return base;
  const stem = base.replace(/\d+$/, "").slice(0, LENGTH_MAX - 4) || "step";
  for (let number = 2; ; number += 1) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
};

/** The id a new step of a type begins with: the last word of the type. */
export const idForType = (type: string, taken: ReadonlySet<string>): string =>
  freeId(
    (type.split(".").at(-1) ?? type).replaceAll(/-+(\w)/g, (_, letter: string) =>
      letter.toUpperCase(),
    ),
    taken,
  );

/** Steps as text for the clipboard, readable here and in other workflows. */
export const copySteps = (document: Document, ids: readonly string[]): string => {
  const all = nodeIds(document);
  const steps = stepsOf(document).filter((_, index) => ids.includes(all[index] ?? ""));
  return JSON.stringify({ schemaVersion: 1, steps }, null, 2);
};

/** The steps a pasted text holds: our own copies, a whole workflow, or one step; undefined when there is none. */
export const readSteps = (text: string): Fields[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const given = Array.isArray(value) ? value : ((value as Fields | null)?.steps ?? [value]);
    if (!Array.isArray(given)) return undefined;
    const steps = given.filter(
      (one): one is Fields =>
        typeof one === "object" && one !== null && typeof one.type === "string",
    );
    return steps.length > 0 ? steps : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Copies of `steps` that fit into a document: ids that are free there, references among them following, needs of steps
 * that are not there left out.
 */
export const adoptSteps = (
  document: Document,
  steps: readonly Fields[],
  bare: BareFields,
): Fields[] => {
  const taken = new Set(nodeIds(document));
  const known = new Set(taken);
  const names = new Map<string, string>();
  const ids = steps.map(({ id, type }) => {
    const own = typeof id === "string" && id ? id : undefined;
    const next = own ? freeId(own, taken) : idForType(String(type), taken);
    taken.add(next);
    if (own && !names.has(own)) names.set(own, next);
    return next;
  });
  return steps.map((step, index) => {
    const { needs, ...renamed } = renameReferences(step, names, bare);
    const kept = (Array.isArray(needs) ? needs : []).filter(
      (need) => known.has(need) || ids.includes(need),
    );
    return { ...renamed, id: ids[index], ...(kept.length > 0 && { needs: kept }) };
  });
};
