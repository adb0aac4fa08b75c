import { z } from "zod";
import { StepFailure } from "@/lib/core/step-failure";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";
import { after, Duration } from "@/lib/domain/workflows/steps/waiting/duration";

const ROLES = ["viewer", "member", "admin", "owner"];

const Approver = z
  .string()
  .trim()
  .max(320)
  .refine(
    (text) => ROLES.includes(text) || z.email().safeParse(text).success,
    "A role (viewer, member, admin, owner) or an e-mail address.",
  );

const Approvers = z.union([Approver.transform((one) => [one]), z.array(Approver).min(1).max(20)]);

const Value = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]);

const Input = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => !/[\r\n]/.test(text), "A title is one line.")
      .meta({ title: "Question", description: "What is to be decided, in one line." }),
    message: z.string().max(5000).default("").meta({ title: "Message", widget: "textarea" }),
    fields: z
      .record(z.string().min(1).max(100), Value)
      .refine((fields) => Object.keys(fields).length <= 30, "At most 30 facts.")
      .default({})
      .meta({ title: "Facts", description: "Shown as name and value." }),
    approvers: Approvers.meta({
      title: "Who decides",
      description:
        "Roles (that role or a higher one) and e-mail addresses; the first answer counts.",
    }),
    deadline: Duration.default("3d").meta({ title: "Time to decide" }),
    onDeadline: z
      .enum(["reject", "approve", "fail"])
      .default("reject")
      .meta({ title: "When nobody decides" }),
    onReject: z
      .enum(["continue", "fail"])
      .default("continue")
      .meta({ title: "When it is rejected" }),
    escalateAfter: Duration.optional().meta({ title: "Escalate after" }),
    escalateTo: Approvers.optional().meta({ title: "Escalate to" }),
  })
  .refine((input) => (input.escalateAfter === undefined) === (input.escalateTo === undefined), {
    message: "Give escalateAfter and escalateTo together.",
    path: ["escalateTo"],
  });

const shown = (fields: z.output<typeof Input>["fields"]) =>
  Object.entries(fields).map(([label, value]) => ({
    label,
    value: value === null ? "–" : String(value),
  }));

/** Asks people and waits for the first decision. */
export const approval = defineStep({
  type: "approval",
  title: "Approval",
  summary: "Asks people to approve or reject; the answer is steps.<id>.output.decision.",
  group: "people",
  icon: "stamp",
  docs: `Asks people by mail and on the page Approvals, and waits for the first decision.

    title: Refund {{ trigger.body.total_price }} to {{ trigger.body.email }}?
    approvers: [admin, cfo@example.com]
    deadline: 24h
    onDeadline: reject

Steps after it say which answer they are for: \`when: steps.ask.output.decision == "approved"\`. With \`onReject: fail\` a rejection
is an error, so that only an \`onError\` way out goes on. \`escalateAfter: 4h\` with \`escalateTo: owner\` asks further people when
nobody has decided by then. A role means people with that role or a higher one.`,
  input: Input,
  output: z.object({
    decision: z.enum(["approved", "rejected"]),
    by: z.string().nullable(),
    comment: z.string().nullable(),
    at: z.iso.datetime(),
  }),
  pure: false,
  wait: {
    open: async (ctx, input) => {
      const { title, message, approvers, onDeadline, escalateAfter, escalateTo = [] } = input;
      const { deadline } = await ctx.waits.askApproval(ctx, {
        title,
        message,
        fields: shown(input.fields),
        approvers,
        deadline: after(ctx.now, input.deadline),
        onDeadline,
        escalateAt: escalateAfter === undefined ? null : after(ctx.now, escalateAfter),
        escalateTo,
      });
      return { until: deadline };
    },
    close: async (ctx, { deadline, onReject }) => {
      const answer = await ctx.waits.readApproval(ctx);
      if ("again" in answer) return answer;
      const { verdict: decision, by, comment, at } = answer;
      if (decision === "expired") {
        const message = `Nobody decided within ${deadline}.`;
        throw new StepFailure("timeout", message, { kind: "decided", code: "deadline_passed" });
      }
      if (decision === "approved" || onReject === "continue") return { decision, by, comment, at };
      const message = `Rejected by ${by ?? "the deadline"}${comment ? `: ${comment}` : "."}`;
      throw new StepFailure("conflict", message, { kind: "decided", code: "rejected" });
    },
  },
});
