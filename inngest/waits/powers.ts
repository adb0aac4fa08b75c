import { worker } from "@/lib/core/caller";
import { uuidv7 } from "@/lib/core/ids";
import { answerOf } from "@/lib/domain/approvals/answer";
import { readApprovers } from "@/lib/domain/approvals/approvers";
import { askApproval } from "@/lib/domain/approvals/ask";
import { queueApprovalLetters } from "@/lib/domain/mail/approval";
import { type News, notify } from "@/lib/domain/notifications/notify";
import { readChild } from "@/lib/domain/runs/children/outcome";
import { startChild } from "@/lib/domain/runs/children/start";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import { closeWait } from "@/lib/domain/waits/close";
import { closeEventWait, lookBack } from "@/lib/domain/waits/event";
import { openWait } from "@/lib/domain/waits/open";
import type { ApprovalQuestion, WaitPowers } from "@/lib/domain/workflows/steps/waiting/powers";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** What the app and Slack say of a question; its mail is the letter with the link. */
const questionNews = (
  approvalId: string,
  { title, approvers }: ApprovalQuestion,
  { workflowName, isDemo }: LoadedRun,
): News => {
  const { minRole: role, addresses: emails } = readApprovers(approvers);
  return {
    kind: "approval.waiting",
    key: `approval/${approvalId}`,
    to: { role, emails },
    title,
    body: `${workflowName} waits for an answer.`,
    link: `/approvals/${approvalId}`,
    ...(isDemo && { channels: ["inApp"] }),
  };
};

const AGAIN = { again: true } as const;

/** The waits of one run, each in transactions of the run's tenant. */
export const waitPowers = (run: LoadedRun): WaitPowers => {
  const { runId, tenantId } = run;
  const origin = run.requestId === null ? {} : { requestId: run.requestId };
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) =>
    asTenant(worker("workflows-run", tenantId, origin), work);

  return {
    awaitEvent: async ({ key, stepId }, { event, filter, scope, since, until }) => {
      const wait = {
        key,
        runId,
        stepId,
        kind: "event",
        name: event,
        filter,
        scope,
        until,
      } as const;
      await inTenant((tx) => openWait(tx, wait));
      // Only what is committed is seen by the next event, so what came before is looked for afterwards.
      await inTenant((tx) => lookBack(tx, key, since));
    },

    readEvent: ({ key, now }) => inTenant((tx) => closeEventWait(tx, key, now)),

    askApproval: ({ key, stepId }, question) =>
      inTenant(async (tx) => {
        const asked = await askApproval(tx, run, { ...question, key, stepId });
        const { approvalId: name, deadline: until } = asked;
        await openWait(tx, { key, runId, stepId, kind: "approval", name, until });
        await queueApprovalLetters(tx, name, asked.letters);
        if (asked.letters.length > 0) await notify(tx, tenantId, questionNews(name, question, run));
        return { deadline: until };
      }),

    readApproval: ({ key, now }) =>
      inTenant(async (tx) => {
        const answer = await answerOf(tx, key, now);
        if (!answer) return AGAIN;
        await closeWait(tx, key, now);
        return answer;
      }),

    startChild: ({ key, stepId }, { workflowId, input, until }) =>
      inTenant(async (tx) => {
        const id = uuidv7();
        const wait = { key, runId, stepId, kind: "workflow", name: id, until } as const;
        const settled = until === null && { resolution: { runId: id } };
        const { isNew } = await openWait(tx, { ...wait, ...settled });
        if (isNew) await startChild(tx, { id, parent: { runId, stepId }, workflowId, input });
      }),

    readChild: ({ key, now }) =>
      inTenant(async (tx) => {
        const closed = await closeWait(tx, key, now);
        if ("again" in closed) return AGAIN;
        const child = await readChild(tx, closed.name);
        const gone = { workflowName: "The workflow", status: "failed", error: null, output: {} };
        return { runId: closed.name, ...gone, ...child, timedOut: closed.timedOut };
      }),
  };
};
