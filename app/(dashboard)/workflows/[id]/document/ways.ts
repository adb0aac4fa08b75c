import { nodeIds, stepsOf } from "@/app/_ui/canvas/graph";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";
import { stepReference } from "@/app/(dashboard)/workflows/[id]/document/references";

type Fields = Record<string, unknown>;

/** One of the ways a deciding step opens: the condition of a step on it, and what it is called. */
export type Way = { when: string; title: string };

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

const casesOf = (input: Fields): string[] => {
  const cases = Array.isArray(input.cases) ? input.cases : [];
  const names = cases.flatMap((one) => {
    const { name } = fields(one);
    return typeof name === "string" && name ? [name] : [];
  });
  return [...names, typeof input.default === "string" ? input.default : "default"];
};

/** The ways a step opens; none for steps that decide nothing. */
export const waysOf = (id: string, step: Fields): Way[] => {
  const output = `${stepReference(id)}.output`;
  const input = fields(step.with);
  switch (step.type) {
    case "condition":
      return [
        { when: `${output}.result`, title: "is true" },
        { when: `!${output}.result`, title: "is false" },
      ];
    case "switch":
      return casesOf(input).map((name) => ({
        when: `${output}.case == ${JSON.stringify(name)}`,
        title: `is “${name}”`,
      }));
    case "parallel":
      return Object.keys(fields(input.branches)).map((name) => ({
        when: `${output}.branches.${name}`,
        title: `takes “${name}”`,
      }));
    case "approval":
      return ["approved", "rejected"].map((decision) => ({
        when: `${output}.decision == "${decision}"`,
        title: `is ${decision}`,
      }));
    default:
      return [];
  }
};

/** The first way of a step that no other step is on yet; undefined when it decides nothing or all are taken. */
export const freeWay = (document: Document, id: string): string | undefined => {
  const steps = stepsOf(document);
  const step = steps[nodeIds(document).indexOf(id)];
  const taken = new Set(steps.map(({ when }) => when));
  return step && waysOf(id, step).find(({ when }) => !taken.has(when))?.when;
};
