import { worker } from "@/lib/core/caller";
import { escalateApproval } from "@/lib/domain/approvals/escalate";
import { queueApprovalLetters } from "@/lib/domain/mail/approval";
import { approvalEscalated } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Asks further people about what nobody has decided. Links are made inside the step and never recorded by the engine. */
export const escalate = inngest.createFunction(
  {
    id: "approvals-escalate",
    triggers: [approvalEscalated],
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 10,
  },
  ({ event: { data }, step }) =>
    step.run("ask further people", () =>
      escalateApproval(
        worker("approvals-escalate", data.tenantId),
        data.approvalId,
        (tx, letters) => queueApprovalLetters(tx, data.approvalId, letters, { escalated: true }),
      ),
    ),
);
