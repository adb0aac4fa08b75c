import type {
  DefinitionDiff,
  FieldChange,
  StepChange,
} from "@/lib/domain/workflows/versions/schema";

type Json = Record<string, unknown>;
type Place = { id: string; step: unknown; index: number };

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two JSON values are the same; the order of an object's fields says nothing. */
const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
};

// A dot inside a name would read as two names.
const segment = (key: string) => (/^[^.[\]"]+$/.test(key) ? key : JSON.stringify(key));
const below = (path: string, key: string) => (path ? `${path}.${segment(key)}` : segment(key));

/** Field by field; lists are compared as a whole, because an item in the middle moves all that follow. */
const fieldChanges = (before: unknown, after: unknown, path = ""): FieldChange[] => {
  if (same(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ path, before, after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): FieldChange[] => {
    const [was, is] = [Object.hasOwn(before, key), Object.hasOwn(after, key)];
    const at = below(path, key);
    if (!was) return [{ path: at, after: after[key] }];
    if (!is) return [{ path: at, before: before[key] }];
    return fieldChanges(before[key], after[key], at);
  });
};

const stepsOf = (document: Json): Place[] => {
  const steps: unknown[] = Array.isArray(document.steps) ? document.steps : [];
  const seen = new Map<string, number>();
  return steps.map((step, index) => {
    const given = isObject(step) && typeof step.id === "string" ? step.id : "";
    const times = (seen.get(given) ?? 0) + 1;
    seen.set(given, times);
    // Drafts may use an id twice or none at all; the n-th use is compared with the n-th.
    return { id: times > 1 || given === "" ? `${given}#${times}` : given, step, index };
  });
};

/** Positions of the longest run of places that kept their order; everything else moved. */
const keptInOrder = (places: number[]): Set<number> => {
  const ends: number[] = [];
  const previous = new Map<number, number>();
  places.forEach((place, at) => {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((places[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    const before = ends[low - 1];
    if (before !== undefined) previous.set(at, before);
    ends[low] = at;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous.get(at)) kept.add(at);
  return kept;
};

const changeOf = (moved: boolean, fields: FieldChange[]): StepChange["change"] | undefined => {
  if (moved) return fields.length > 0 ? "moved and changed" : "moved";
  return fields.length > 0 ? "changed" : undefined;
};

const stepChanges = (before: Place[], after: Place[]): StepChange[] => {
  const old = new Map(before.map((place) => [place.id, place]));
  const now = new Set(after.map(({ id }) => id));
  const common = after.filter(({ id }) => old.has(id));
  const kept = keptInOrder(common.map(({ id }) => old.get(id)?.index ?? 0));
  const inPlace = new Set(common.filter((_, at) => kept.has(at)).map(({ id }) => id));
  const here = after.flatMap(({ id, step, index }): StepChange[] => {
    const was = old.get(id);
    if (!was) return [{ id, change: "added", from: null, to: index, fields: [], after: step }];
    const fields = fieldChanges(was.step, step);
    const change = changeOf(!inPlace.has(id), fields);
    return change ? [{ id, change, from: was.index, to: index, fields }] : [];
  });
  const gone = before
    .filter(({ id }) => !now.has(id))
    .map(
      ({ id, step, index }): StepChange => ({
        id,
        change: "removed",
        from: index,
        to: null,
        fields: [],
        before: step,
      }),
    );
  return [...here, ...gone];
};

/**
 * What leads from one document to another, drafts with problems included. Steps are told apart by their ids. Pure: the
 * same answer on the server and in the browser.
 */
export const diffDefinitions = (before: Json, after: Json): DefinitionDiff => {
  const [was, is] = [before, after].map(({ steps, ...rest }) => ({
    rest: Array.isArray(steps) || steps === undefined ? rest : { ...rest, steps },
  }));
  const fields = fieldChanges(was?.rest, is?.rest);
  const steps = stepChanges(stepsOf(before), stepsOf(after));
  return { isSame: fields.length + steps.length === 0, fields, steps };
};
