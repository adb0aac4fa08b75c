/** Input fields that hold an expression without braces, by step type. */
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

const walk = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (typeof value === "string") return inTemplate(value, names);
  if (Array.isArray(value)) return value.map((item) => walk(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one, names)]));
};

type Fields = Record<string, unknown>;

const renamedInput = (step: Fields, names: ReadonlyMap<string, string>, bare: BareFields) => {
  const given = step.with;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const expressions = bare[String(step.type)] ?? [];
  return Object.fromEntries(
    Object.entries(given).map(([field, value]) => [
      field,
      expressions.includes(field) && typeof value === "string"
        ? inExpression(value, names)
        : walk(value, names),
    ]),
  );
};

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
    ...(step.with !== undefined && { with: renamedInput(step, names, bare) }),
    ...(Array.isArray(step.steps) && {
      steps: step.steps.map((inner) => renameReferences(inner as Fields, names, bare)),
    }),
  };
};
