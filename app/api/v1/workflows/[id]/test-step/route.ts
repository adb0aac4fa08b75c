import { z } from "zod";
import { route } from "@/lib/api/route";
import { type Caller, worker } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import { sendNotice } from "@/lib/domain/notifications/notice";
import { readTenant } from "@/lib/domain/tenants/get";
import { TestStepInput, TestStepResult } from "@/lib/domain/workflows/schema";
import type { OutgoingMail, OutgoingNotice } from "@/lib/domain/workflows/steps/step-kind";
import { testStep } from "@/lib/domain/workflows/test-step";
import { asTenant } from "@/lib/infra/db/as-tenant";

const params = z.object({ id: z.uuid() });

const sendMail =
  ({ tenantId }: Caller) =>
  (key: string, { to, subject, paragraphs }: OutgoingMail) =>
    asTenant(worker("workflows-test-step", tenantId), async (tx) => {
      const { name: tenant } = await readTenant(tx, tenantId);
      const props = { title: subject, paragraphs, tenant };
      return queueMail(tx, { key, template: "workflow-message", to, props });
    });

const notify =
  ({ tenantId }: Caller) =>
  (key: string, notice: OutgoingNotice) =>
    asTenant(worker("workflows-test-step", tenantId), (tx) =>
      sendNotice(tx, tenantId, { key, ...notice }),
    );

export const POST = route(
  // A trial that performs nothing is a question; one that does is asked for by a person each time.
  {
    summary: "Try one step of the draft",
    access: "workflows:write",
    params,
    body: TestStepInput,
    output: TestStepResult,
    idempotency: "none",
  },
  ({ caller, params, body }) =>
    testStep(caller, params.id, body, { sendMail: sendMail(caller), notify: notify(caller) }),
);
