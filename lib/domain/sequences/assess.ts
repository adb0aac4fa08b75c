import type { z } from "zod";
import { AppError, type Issue } from "@/lib/core/errors";
import { checkExpression } from "@/lib/core/expression/expression";
import type { ExpressionProblem } from "@/lib/core/expression/problem";
import { checkTemplate } from "@/lib/core/expression/template";
import {
  type Content,
  SequenceDefinition,
  type SequenceStep,
} from "@/lib/domain/sequences/definition";

const BYTES_MAX = 500_000;
const NAME_MAX = 120;

/** What conditions and mails may ask about. */
const NAMES = ["person", "tenant", "event"];

/** What besides only means something in a house, about the people who use the product. */
const HOUSE_NAMES = ["progress", "url"];
const HOUSE_ONLY = "house_variable";

const at = (path: string, { code, message }: ExpressionProblem): Issue => ({ path, code, message });

const unknownNames = (path: string, paths: { path: string[] }[]): Issue[] =>
  paths
    .map(({ path: [root = ""] }) => root)
    .filter((root) => !NAMES.includes(root))
    .map((root) => ({
      path,
      code: HOUSE_NAMES.includes(root) ? HOUSE_ONLY : "unknown_variable",
      message: `There is no "${root}" here. Use person, tenant or event.`,
    }));

const condition = (path: string, source: string | undefined): Issue[] => {
  if (source === undefined) return [];
  const checked = checkExpression(source);
  return "problem" in checked
    ? [at(path, checked.problem)]
    : unknownNames(path, checked.expression.paths);
};

const text = (path: string, source: string): Issue[] => {
  const { problems, expressions } = checkTemplate(source);
  return [
    ...problems.map((problem) => at(path, problem)),
    ...expressions.flatMap(({ expression }) => unknownNames(path, expression.paths)),
  ];
};

const content = (path: string, { subject, preview, body, action }: Content): Issue[] => [
  ...text(`${path}.subject`, subject),
  ...text(`${path}.preview`, preview),
  ...text(`${path}.body`, body),
  ...(action
    ? [...text(`${path}.action.label`, action.label), ...text(`${path}.action.url`, action.url)]
    : []),
];

const armProblems = (path: string, step: SequenceStep, arms: readonly string[]): Issue[] =>
  step.type === "mail"
    ? (step.arms ?? [])
        .filter((arm) => !arms.includes(arm))
        .map((arm) => ({
          path: `${path}.arms`,
          code: "unknown_arm",
          message: `The experiment has no arm "${arm}".`,
        }))
    : [];

const stepProblems = (definition: SequenceDefinition): Issue[] => {
  const seen = new Set<string>();
  const arms = definition.experiment?.arms.map(({ key }) => key) ?? [];
  let day = 0;
  return definition.steps.flatMap((step, index) => {
    const path = `steps.${index}`;
    const issues = [...condition(`${path}.if`, step.if), ...armProblems(path, step, arms)];
    if (seen.has(step.key))
      issues.push({
        path: `${path}.key`,
        code: "duplicate_key",
        message: `Another step is called "${step.key}".`,
      });
    seen.add(step.key);
    if (step.type === "mail") {
      issues.push(...content(`${path}.content`, step.content));
      if (step.contentDe) issues.push(...content(`${path}.contentDe`, step.contentDe));
    }
    const when = step.type === "mail" ? step.when : step.until;
    if ("day" in when) {
      if (when.day < day)
        issues.push({
          path: `${path}.${step.type === "mail" ? "when" : "until"}`,
          code: "out_of_order",
          message: `Day ${when.day} comes before day ${day} of the step in front of it.`,
        });
      day = Math.max(day, when.day);
    }
    return issues;
  });
};

const duplicateArms = ({ experiment }: SequenceDefinition): Issue[] => {
  const keys = experiment?.arms.map(({ key }) => key) ?? [];
  return keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .map((key) => ({
      path: "experiment.arms",
      code: "duplicate_key",
      message: `Two arms are called "${key}".`,
    }));
};

const shapeProblems = (error: z.ZodError): Issue[] =>
  error.issues.map(({ path, code, message }) => ({ path: path.join("."), code, message }));

/**
 * The document of a draft where it has the right shape, a name for lists, and every problem. `house` allows what only a
 * house can say. Throws too_large.
 */
export const assessSequence = (
  draft: Record<string, unknown>,
  house = false,
): { name: string; definition: SequenceDefinition | undefined; problems: Issue[] } => {
  if (JSON.stringify(draft).length > BYTES_MAX)
    throw new AppError("too_large", `A sequence has at most ${BYTES_MAX} bytes.`);
  const name =
    (typeof draft.name === "string" ? draft.name.trim().slice(0, NAME_MAX) : "") ||
    "Untitled sequence";
  const parsed = SequenceDefinition.safeParse(draft);
  if (!parsed.success)
    return { name, definition: undefined, problems: shapeProblems(parsed.error) };
  const definition = parsed.data;
  const problems = [
    ...condition("entry.if", definition.entry.if),
    ...condition("goal.if", definition.goal?.if),
    ...definition.exits.flatMap((exit, index) => condition(`exits.${index}.if`, exit.if)),
    ...duplicateArms(definition),
    ...stepProblems(definition),
  ].filter(({ code }) => !house || code !== HOUSE_ONLY);
  return { name, definition, problems };
};

/** The document of a draft that may be published. Throws invalid_input with every problem, `others` included. */
export const requirePublishable = (
  draft: Record<string, unknown>,
  { others = [], house = false }: { others?: readonly Issue[]; house?: boolean } = {},
): SequenceDefinition => {
  const { definition, problems } = assessSequence(draft, house);
  const issues = [...problems, ...others];
  if (definition && issues.length === 0) return definition;
  const [only] = issues;
  const why = issues.length === 1 ? only?.message : `it has ${issues.length} problems.`;
  throw new AppError("invalid_input", `The sequence cannot be published: ${why}`, { issues });
};

/** Names of the events that mean something to people inside: goal, exits and waits. */
export const eventsHeard = ({ goal, exits, steps }: SequenceDefinition): string[] => [
  ...new Set([
    ...(goal ? [goal.event] : []),
    ...exits.map(({ event }) => event),
    ...steps.flatMap((step) => (step.type === "wait" ? [step.event] : [])),
  ]),
];
