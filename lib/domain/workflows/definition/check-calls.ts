import type { Definition, Problem, Step } from "@/lib/domain/workflows/definition/schema";

const readsAnswerOf = ({ when, with: input }: Step, id: string): boolean =>
  `${when ?? ""} ${JSON.stringify(input)}`.includes(`steps.${id}.`);

/**
 * Steps that would run after a rejection as well, because they need an approval and never look at its answer: the way in
 * which approvals are bypassed by oversight.
 */
export const unreadApprovals = (steps: readonly Step[]): Problem[] => {
  const asking = new Set(
    steps
      .filter(({ type, with: input }) => type === "approval" && input.onReject !== "fail")
      .map(({ id }) => id),
  );
  return steps.flatMap((step, index) =>
    step.needs
      .filter((need) => asking.has(need) && !readsAnswerOf(step, need))
      .map((need) => ({
        path: `steps.${index}.when`,
        code: "approval_unread",
        message: `"${step.id}" would run after a rejection too. Say when: steps.${need}.output.decision == "approved", or set onReject: fail at "${need}".`,
      })),
  );
};

/** Steps that start the very workflow they belong to. */
export const selfCalls = ({ steps }: Definition, workflowId: string): Problem[] =>
  steps.flatMap(({ type, with: input }, index) =>
    type === "workflow.run" && input.workflow === workflowId
      ? [
          {
            path: `steps.${index}.with.workflow`,
            code: "self_call",
            message: "A workflow cannot start itself.",
          },
        ]
      : [],
  );
