import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/**
 * Opens several ways at once. Steps with the same needs run side by side anyway, so what this adds is the choice: any
 * number of the named ways may be open, where a switch opens exactly one.
 */
export const parallel = defineStep({
  type: "parallel",
  title: "Parallel",
  summary: "Opens any number of branches at once; steps.<id>.output.branches tells which.",
  group: "logic",
  icon: "git-fork",
  docs: `Everything that needs this step starts side by side. With \`branches\` each way can have a condition of its own, and all
that are true are taken.

    branches:
      warehouse: size(trigger.body.line_items) > 0
      accounting: decimal(trigger.body.total_price) > 0

A step of a branch has \`when: steps.fork.output.branches.warehouse\`; a step that needs the ends of the branches with
\`join: any\` goes on when one of them is done, with \`join: all\` when all are.`,
  input: z.strictObject({
    branches: z
      .record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, "Letters, digits and _, a letter first."),
        z.boolean("A branch is true or false.").nullable(),
      )
      .refine((branches) => Object.keys(branches).length <= 50, "At most 50 branches.")
      .default({})
      .meta({ title: "Branches", description: "A condition by name; all that hold are taken." }),
  }),
  output: z.object({
    branches: z.record(z.string(), z.boolean()),
    open: z.array(z.string()),
  }),
  pure: true,
  expressions: ["branches.*"],
  run: (_ctx, input) => {
    const branches = Object.entries(input.branches).map(
      ([name, holds]) => [name, holds === true] as const,
    );
    return {
      branches: Object.fromEntries(branches),
      open: branches.filter(([, holds]) => holds).map(([name]) => name),
    };
  },
});
