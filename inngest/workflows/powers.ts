import { waitPowers } from "@/inngest/waits/powers";
import { worker } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import { sendNotice } from "@/lib/domain/notifications/notice";
import { giveBackRetry } from "@/lib/domain/runs/execution/attempts/budget";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { OutgoingMail, OutgoingNotice } from "@/lib/domain/workflows/steps/step-kind";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";
import { type SafeRequest, safeFetch } from "@/lib/infra/outbound/safe-fetch";

/** The database as the interpreter uses it. */
export const db = () =>
  asSystem(
    "one statement a step, each bound to the run's tenant, instead of a transaction of four",
  );

/** What steps may do outside, in the name of the run's tenant. Samples tell nobody. */
export const powers = (run: LoadedRun) => ({
  fetch: async (url: string, request: SafeRequest) => {
    const response = await safeFetch(url, request);
    if (response.status < 500 && response.status !== 429)
      giveBackRetry(db(), run.tenantId, new URL(url).host);
    return response;
  },
  waits: waitPowers(run),
  notify: async (key: string, notice: OutgoingNotice) => {
    if (run.isDemo) return { people: 0, slack: false };
    return asTenant(worker("workflows-run", run.tenantId), (tx) =>
      sendNotice(tx, run.tenantId, { key, ...notice }),
    );
  },
  sendMail: async (key: string, { to, subject, paragraphs }: OutgoingMail) => {
    if (run.isDemo) return { mailId: "not sent, this is a sample" };
    const origin = run.requestId === null ? {} : { requestId: run.requestId };
    return asTenant(worker("workflows-run", run.tenantId, origin), async (tx) => {
      const { brand, locale } = await readSender(tx);
      const props = { title: subject, paragraphs, tenant: run.tenant.name, brand, locale };
      return queueMail(tx, { key, template: "workflow-message", to, props, runId: run.runId });
    });
  },
});
