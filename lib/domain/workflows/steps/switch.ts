import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

const Holds = z
  .boolean("A case is true or false.")
  .nullable()
  .meta({ title: "If", description: "An expression that is true or false." });

const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,59}$/, "Letters, digits, spaces, _ and -, at most 60.");

/** Chooses one of several ways; the first case that holds counts, and those after it are not looked at. */
export const switchStep = defineStep({
  type: "switch",
  title: "Switch",
  summary: "Finds the first case that holds; its name is steps.<id>.output.case.",
  group: "logic",
  icon: "split",
  docs: `Looks at the cases from top to bottom and stops at the first that is true. Without one the result is \`default\`.

    cases:
      - { name: large, if: decimal(trigger.body.total_price) >= 1000.0 }
      - { name: abroad, if: trigger.body.country != "DE" }
    default: usual

A step of one way has \`when: steps.way.output.case == "large"\`. Nothing (null) counts as false.`,
  input: z.strictObject({
    cases: z
      .array(z.strictObject({ name: Name.meta({ title: "Name" }), if: Holds }))
      .min(1)
      .max(50)
      .refine((cases) => new Set(cases.map((one) => one?.name)).size === cases.length, {
        message: "Each case has a name of its own.",
        // Told along with what is wrong inside the cases, and while their expressions are not evaluated yet.
        when: ({ value }) => Array.isArray(value),
      })
      .meta({ title: "Cases", description: "The first that is true counts." }),
    default: Name.default("default").meta({
      title: "Otherwise",
      description: "The result when no case is true.",
    }),
  }),
  output: z.object({ case: z.string() }),
  pure: true,
  expressions: ["cases.*.if"],
  isOrdered: true,
  run: (_ctx, input) => ({
    case: input.cases.find((one) => one.if === true)?.name ?? input.default,
  }),
});
