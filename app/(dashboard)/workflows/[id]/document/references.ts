/** Paths of input fields that hold an expression without braces, by step type; `*` stands for any name or place. */
export type BareFields = Readonly<Record<string, readonly string[]>>;

const NAME = /^[A-Za-z_]\w*$/;
const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\-]/g, "\\$&");

/** How an expression names a step. */
export const stepReference = (id: string): string =>
  NAME.test(id) ? `steps.${id}` : `steps[${JSON.stringify(id)}]`;

const inExpression = (source: string, names: ReadonlyMap<string, string>): string => {
  let text = source;
  for (const [from, to] of names) {
    const id = escapeRegExp(from);
    const pattern = new RegExp(`(?<![\\w.])steps(?:\\.${id}(?![\\w])|\\[(["'])${id}\\1\\])`, "g");
    text = text.replaceAll(pattern, () => stepReference(to));
  }
  return text;
};

const inTemplate = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\{\{[\s\S]*?\}\}/g, (part) => inExpression(part, names));

/** Whether a path below an input is one of the patterns. */
export const isBarePath = (
  path: readonly (string | number)[],
  patterns: readonly string[],
): boolean =>
  patterns.some((pattern) => {
    const parts = pattern.split(".");
    return (
      parts.length === path.length &&
      parts.every((part, at) => part === "*" || part === String(path[at]))
    );
  });

type Names = ReadonlyMap<string, string>;

const walk = (
  value: unknown,
  names: Names,
  patterns: readonly string[],
  path: string[],
): unknown => {
  if (typeof value === "string")
    return isBarePath(path, patterns) ? inExpression(value, names) : inTemplate(value, names);
  if (Array.isArray(value))
    return value.map((item, at) => walk(item, names, patterns, [...path, String(at)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, walk(one, names, patterns, [...path, key])]),
  );
};

type Fields = Record<string, unknown>;

/** A step whose references to other steps follow `names` (old id to new): needs, way out, condition, input, inner steps. */
export const renameReferences = (
  step: Fields,
  names: ReadonlyMap<string, string>,
  bare: BareFields,
): Fields => {
  const to = (id: unknown) => (typeof id === "string" ? (names.get(id) ?? id) : id);
  const onError = step.onError as { run?: unknown } | string | undefined;
  return {
    ...step,
    ...(Array.isArray(step.needs) && { needs: step.needs.map(to) }),
    ...(typeof onError === "object" &&
      onError && { onError: { ...onError, run: to(onError.run) } }),
    ...(typeof step.when === "string" && { when: inExpression(step.when, names) }),
    ...(step.with !== undefined && {
      with: walk(step.with, names, bare[String(step.type)] ?? [], []),
    }),
    ...(Array.isArray(step.steps) && {
      steps: step.steps.map((inner) => renameReferences(inner as Fields, names, bare)),
    }),
  };
};
