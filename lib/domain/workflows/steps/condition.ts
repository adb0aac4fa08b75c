import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/** Decides something once, so that other steps can ask for it in `when`. */
export const condition = defineStep({
  type: "condition",
  title: "Condition",
  summary: "Checks an expression; the result is steps.<id>.output.result.",
  group: "logic",
  icon: "git-branch",
  docs: `Decides something once, so that any number of steps can ask for it.

    if: decimal(trigger.body.total_price) >= 1000.0

A step that is to run only then has \`when: steps.big.output.result\`, one for the other case
\`when: !steps.big.output.result\`. Nothing (null) counts as false; a value that is neither true nor false is an error.`,
  input: z.strictObject({
    if: z
      .boolean("A condition is true or false.")
      .nullable()
      .transform((value) => value === true)
      .meta({ title: "If", description: "Gives true or false; nothing (null) counts as false." }),
  }),
  output: z.object({ result: z.boolean() }),
  pure: true,
  expressions: ["if"],
  run: (_ctx, input) => ({ result: input.if }),
});
