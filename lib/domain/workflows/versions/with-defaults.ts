import { Step, Trigger } from "@/lib/domain/workflows/definition/schema";

type Json = Record<string, unknown>;

/**
 * A document with everything written out that goes without saying, as publishing does it; parts that cannot be read stay
 * as they are. A draft and a version that mean the same are the same after it.
 */
export const withDefaults = (document: Json): Json => {
  const { trigger, steps } = document;
  return {
    ...document,
    ...(trigger !== undefined && { trigger: Trigger.safeParse(trigger).data ?? trigger }),
    ...(Array.isArray(steps) && {
      steps: steps.map((step: unknown) => Step.safeParse(step).data ?? step),
    }),
  };
};
