import { worker } from "@/lib/core/caller";
import { escalateApproval } from "@/lib/domain/approvals/escalate";
import { queueApprovalLetters } from "@/lib/domain/mail/approval";
import { escalatedQuestion } from "@/lib/domain/notifications/news";
import { notify } from "@/lib/domain/notifications/notify";
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
        async (tx, letters) => {
          const { tenantId, approvalId } = data;
          await queueApprovalLetters(tx, approvalId, letters, { escalated: true });
          const emails = letters.map(({ to }) => to);
          const news = await escalatedQuestion(tx, approvalId, emails);
          if (news && emails.length > 0) await notify(tx, tenantId, news);
        },
      ),
    ),
);
