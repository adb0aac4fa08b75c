import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/** Decides something once, so that other steps can ask for it in `when`. */
export const condition = defineStep({
  type: "condition",
  title: "Condition",
  summary: "Checks an expression; the result is steps.<id>.output.result.",
  input: z.strictObject({
    if: z
      .boolean("A condition is true or false.")
      .nullable()
      .transform((value) => value === true),
  }),
  output: z.object({ result: z.boolean() }),
  pure: true,
  expressions: ["if"],
  run: (_ctx, input) => ({ result: input.if }),
});
