import { worker } from "@/lib/core/caller";
import { queueInvitation } from "@/lib/domain/mail/invitation";
import { invitationLetter } from "@/lib/domain/tenants/invitations/letter";
import { invitationCreated } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Mails an invitation that is still open. The secret link is made inside the step and never recorded by the engine. */
export const sendInvitation = inngest.createFunction(
  {
    id: "tenants-send-invitation",
    triggers: [invitationCreated],
    concurrency: { key: "event.data.tenantId", limit: 5 },
  },
  ({ event: { data }, step }) =>
    step.run("queue the invitation", async () => {
      const caller = worker("tenants-send-invitation", data.tenantId);
      const letter = await invitationLetter(caller, data.invitationId);
      return letter && queueInvitation(caller, data.invitationId, letter);
    }),
);
