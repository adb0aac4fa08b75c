import { z } from "zod";
import { StepFailure } from "@/lib/core/step-failure";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";
import { after, Duration } from "@/lib/domain/workflows/steps/waiting/duration";

const Event = z.object({
  id: z.string(),
  name: z.string(),
  data: z.unknown(),
  receivedAt: z.iso.datetime(),
});

/** Waits for an event of the tenant (POST /events); holds nothing meanwhile. */
export const eventWait = defineStep({
  type: "event.wait",
  title: "Wait for event",
  summary: "Waits until an event comes; it is steps.<id>.output.event.",
  group: "wait",
  icon: "radio",
  docs: `Waits for an event that your systems send to \`POST /api/v1/events\`.

    event: order.paid
    if: event.data.orderId == trigger.body.id
    timeout: 3d

\`if\` compares the event with values of this run. Without it the next event of that name counts. With \`since: run start\` an event
counts too that came after the run began and before this step did: use it when the answer may be faster than the workflow.
After the time-out the step fails, or with \`onTimeout: continue\` ends with \`output.timedOut\`.`,
  input: z.strictObject({
    event: z.string().min(1).max(200).meta({ title: "Event", description: "Its name." }),
    if: z
      .string()
      .max(2048)
      .optional()
      .meta({ title: "Condition", description: "Over event and the run's values." }),
    since: z
      .enum(["wait", "run start"])
      .default("wait")
      .meta({ title: "Counts from", description: "From when on events count." }),
    timeout: Duration.default("7d").meta({ title: "Time-out" }),
    onTimeout: z.enum(["fail", "continue"]).default("fail").meta({ title: "After the time-out" }),
  }),
  output: z.object({ event: Event.nullable(), timedOut: z.boolean() }),
  pure: false,
  filters: { if: "event" },
  wait: {
    open: async (ctx, input) => {
      const until = after(ctx.now, input.timeout);
      const { event, since } = input;
      await ctx.waits.awaitEvent(ctx, {
        event,
        since,
        until,
        filter: input.if,
        scope: input.named?.if ?? {},
      });
      return { until };
    },
    close: async (ctx, { event, timeout, onTimeout }) => {
      const seen = await ctx.waits.readEvent(ctx);
      if ("again" in seen || !seen.timedOut || onTimeout === "continue") return seen;
      const message = `No event "${event}" came within ${timeout}.`;
      throw new StepFailure("timeout", message, { kind: "decided", code: "wait_timed_out" });
    },
  },
});
