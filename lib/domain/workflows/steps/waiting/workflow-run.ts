import { z } from "zod";
import { StepFailure } from "@/lib/core/step-failure";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";
import { after, Duration } from "@/lib/domain/workflows/steps/waiting/duration";

const failure = (code: string, message: string) =>
  new StepFailure(code === "child_timed_out" ? "timeout" : "conflict", message, {
    kind: "decided",
    code,
  });

/** Starts another workflow once and, if wanted, waits for its end. */
export const workflowRun = defineStep({
  type: "workflow.run",
  title: "Run a workflow",
  summary: "Starts another workflow; its outputs are steps.<id>.output.output.",
  group: "logic",
  icon: "workflow",
  docs: `Starts the published version of another workflow of this company, exactly once, and waits for its end.

    workflow: 0199a1b2-…
    input: { orderId: "{{ trigger.body.id }}" }

\`input\` fills the form of a manual trigger (\`trigger.input\`), or takes the place of a webhook's body or an event's data.
\`output.output\` has the outputs of its last steps by id. A child that fails or is cancelled fails this step; cancelling this run
cancels a child it waits for. With \`wait: false\` the step ends as soon as the child is queued. At most 8 levels.`,
  input: z.strictObject({
    workflow: z.uuid("The id of a workflow is needed.").meta({
      title: "Workflow",
      widget: "workflow",
    }),
    input: z.record(z.string(), z.unknown()).default({}).meta({ title: "Input" }),
    wait: z.boolean().default(true).meta({ title: "Wait for its end" }),
    timeout: Duration.default("1d").meta({ title: "Time-out" }),
  }),
  output: z.object({
    runId: z.uuid(),
    status: z.string(),
    output: z.record(z.string(), z.unknown()).nullable(),
  }),
  pure: false,
  wait: {
    open: async (ctx, { workflow: workflowId, input, wait, timeout }) => {
      const until = wait ? after(ctx.now, timeout) : null;
      await ctx.waits.startChild(ctx, { workflowId, input, until });
      return { until: until ?? ctx.now };
    },
    close: async (ctx, { wait, timeout }) => {
      const child = await ctx.waits.readChild(ctx);
      if ("again" in child) return child;
      const { runId, workflowName, status, output, error } = child;
      if (!wait) return { runId, status, output: null };
      const link = `See /runs/${runId}`;
      if (child.timedOut) {
        const message = `"${workflowName}" did not end within ${timeout} and goes on. ${link}`;
        throw failure("child_timed_out", message);
      }
      if (status === "succeeded") return { runId, status, output };
      if (status === "cancelled")
        throw failure("child_cancelled", `"${workflowName}" was cancelled. ${link}`);
      const place = error?.stepId ? ` at "${error.stepId}"` : "";
      const why = error ? ` (${error.code}): ${error.message}` : ".";
      throw failure("child_failed", `"${workflowName}" failed${place}${why} ${link}`);
    },
  },
});
