/** The node of the trigger; no step can be called so. */
export const TRIGGER_ID = "@trigger";

/** A box of the canvas. `index` is its place in the document's steps, -1 for the trigger. */
export type GraphNode = {
  id: string;
  index: number;
  type: string;
  title: string;
  /** How many steps lie inside it, for kinds with a body. */
  inside: number;
  /** In words when the step only runs under a condition and no single edge can carry it. */
  chip?: string;
};

/** An arrow. `chip` is its condition in words, `when` the condition as written. */
export type GraphEdge = {
  id: string;
  from: string;
  to: string;
  kind: "flow" | "error";
  chip?: string;
  when?: string;
};

export type Graph = { nodes: GraphNode[]; edges: GraphEdge[] };

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A document's steps as objects, whatever else stands there. */
export const stepsOf = (document: Fields): Fields[] => list(document.steps).map(fields);

/** The ids the canvas uses, in the document's order: the step's own, or `#3` where it has none that can stand. */
export const nodeIds = (document: Fields): string[] => {
  const taken = new Set<string>();
  return stepsOf(document).map(({ id }, index) => {
    const own = text(id);
    const name = /^[^#@]/.test(own) && !taken.has(own) ? own : `#${index + 1}`;
    taken.add(name);
    return name;
  });
};

const CASE = /^steps\.[\w-]+\.output\.(case|decision)\s*==\s*(['"])(.*?)\2$/;
const BRANCH = /^steps\.[\w-]+\.output\.branches\.(\w+)$/;

/** A condition in a few words: "if true" and "case big" for what condition and switch steps give, else as written. */
export const whenWords = (when: string): string => {
  const bare = (/^\s*\{\{([\s\S]*)\}\}\s*$/.exec(when)?.[1] ?? when).trim();
  const [, kind, , picked] = CASE.exec(bare) ?? [];
  if (picked !== undefined) return kind === "case" ? `case ${picked}` : `if ${picked}`;
  const branch = BRANCH.exec(bare)?.[1];
  if (branch) return `branch ${branch}`;
  if (/^steps\.[\w-]+\.output\.result(\s*==\s*true)?$/.test(bare)) return "if true";
  if (/^(!\s*steps\.[\w-]+\.output\.result|steps\.[\w-]+\.output\.result\s*==\s*false)$/.test(bare))
    return "if false";
  return bare;
};

const TRIGGER_TITLES: Record<string, string> = {
  webhook: "Webhook",
  manual: "Started by hand",
  event: "Event",
  schedule: "Schedule",
  polling: "Polling",
  workflow: "Another workflow",
};

/** What starts a workflow, in two words. */
export const triggerTitle = (type: unknown): string =>
  TRIGGER_TITLES[text(type)] ?? "Nothing starts it";

const edgesOf = (step: Fields, id: string, known: Set<string>, isFallback: boolean) => {
  const needs = [...new Set(list(step.needs).map(text))].filter((need) => known.has(need));
  const when = text(step.when).trim();
  const from = needs.length > 0 ? needs : isFallback ? [] : [TRIGGER_ID];
  const carries = when !== "" && from.length === 1;
  const flow = from.map(
    (source): GraphEdge => ({
      id: `${source}>${id}`,
      from: source,
      to: id,
      kind: "flow",
      ...(carries && { chip: whenWords(when), when }),
    }),
  );
  const chip = [
    needs.length > 1 && step.join === "any" ? "any of these" : "",
    when && !carries ? whenWords(when) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  return { flow, chip };
};

const fallbackOf = (step: Fields): string => text(fields(step.onError).run);

/** The drawing of a document, drafts with mistakes included: what points nowhere is left out. */
export const readGraph = (document: Fields): Graph => {
  const steps = stepsOf(document);
  const ids = nodeIds(document);
  const known = new Set(ids);
  const fallbacks = new Set(steps.map(fallbackOf));
  const type = text(fields(document.trigger).type);
  const nodes: GraphNode[] = [
    { id: TRIGGER_ID, index: -1, type, title: triggerTitle(type), inside: 0 },
  ];
  const edges: GraphEdge[] = [];
  for (const [index, step] of steps.entries()) {
    const id = ids[index] ?? "";
    const { flow, chip } = edgesOf(step, id, known, fallbacks.has(id));
    edges.push(...flow);
    const fallback = fallbackOf(step);
    if (known.has(fallback) && fallback !== id)
      edges.push({ id: `${id}!${fallback}`, from: id, to: fallback, kind: "error" });
    nodes.push({
      id,
      index,
      type: text(step.type),
      title: text(step.name) || id,
      inside: list(step.steps).length,
      ...(chip && { chip }),
    });
  }
  return { nodes, edges };
};

/** How many problems each node has; `path` is dotted, such as `steps.0.with.url`. */
export const problemsByNode = (
  problems: readonly { path: string }[],
  ids: readonly string[],
): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { path } of problems) {
    const [root, index = ""] = path.split(".");
    const id = root === "trigger" ? TRIGGER_ID : root === "steps" ? ids[Number(index)] : undefined;
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};
