import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/** Shapes data for the steps after it. */
export const transform = defineStep({
  type: "transform",
  title: "Transform",
  summary: "Builds a value from expressions; the result is steps.<id>.output.value.",
  group: "data",
  icon: "braces",
  docs: `Builds any JSON from expressions. A text that is one expression keeps the expression's type.

    value:
      name: "{{ trigger.body.first_name }} {{ trigger.body.last_name }}"
      cents: "{{ int(decimal(trigger.body.total_price) * 100) }}"

The steps after it read \`steps.<id>.output.value.name\`.`,
  input: z.strictObject({
    value: z
      .unknown()
      .refine((value) => value !== undefined, "Say what to build.")
      .meta({
        description: "Any JSON; texts in it may hold {{ expressions }}.",
      }),
  }),
  output: z.object({ value: z.unknown() }),
  pure: true,
  run: (_ctx, { value }) => ({ value }),
});
