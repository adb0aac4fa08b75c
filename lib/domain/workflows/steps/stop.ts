import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/** Ends the run on purpose, whatever else is under way. */
export const stop = defineStep({
  type: "stop",
  title: "Stop",
  summary: "Ends the run now as succeeded, failed or cancelled, with a message.",
  group: "logic",
  icon: "octagon-x",
  docs: `Ends the whole run at once. Other branches are cancelled, waits too; a call that is under way is given up.

    as: failed
    message: "Order {{ trigger.body.name }} has no address."

\`failed\` goes to the dead letters like any failure, \`succeeded\` and \`cancelled\` do not.`,
  input: z.strictObject({
    as: z
      .enum(["succeeded", "failed", "cancelled"])
      .default("succeeded")
      .meta({ title: "The run has", widget: "select" }),
    message: z
      .string()
      .max(1000)
      .default("")
      .meta({ title: "Message", description: "What people read on the run.", widget: "textarea" }),
  }),
  output: z.object({ as: z.string(), message: z.string() }),
  pure: true,
  stops: ({ as, message }) => ({ status: as, message }),
  run: (_ctx, input) => input,
});
