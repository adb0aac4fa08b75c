import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/** Shapes data for the steps after it. */
export const transform = defineStep({
  type: "transform",
  title: "Transform",
  summary: "Builds a value from expressions; the result is steps.<id>.output.value.",
  input: z.strictObject({
    value: z.unknown().refine((value) => value !== undefined, "Say what to build."),
  }),
  output: z.object({ value: z.unknown() }),
  pure: true,
  run: (_ctx, { value }) => ({ value }),
});
