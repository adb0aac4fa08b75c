import { worker } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import { type NotificationMail, takeMail } from "@/lib/domain/notifications/mail/take";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { notificationsDue } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Writes the mails of people whose notifications are due, each in the transaction that takes its notifications. */
export const sendNotifications = inngest.createFunction(
  {
    id: "notifications-send-mail",
    triggers: [notificationsDue],
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 10,
  },
  async ({ event: { data }, step }) => {
    let mails = 0;
    for (const userId of data.userIds)
      mails += await step.run(`write to ${userId}`, () => mailDue(data.tenantId, userId));
    return { mails };
  },
);

const queue = (tx: Tx, mail: NotificationMail) => {
  const { key, to } = mail;
  switch (mail.template) {
    case "workflow-failed":
      return queueMail(tx, {
        key,
        to,
        template: mail.template,
        props: mail.props,
        runId: mail.props.runId,
      });
    case "notification":
      return queueMail(tx, { key, to, template: mail.template, props: mail.props });
    case "notification-digest":
      return queueMail(tx, { key, to, template: mail.template, props: mail.props });
  }
};

/** Queues what a person is to be mailed by now; how many mails. */
export const mailDue = async (
  tenantId: string,
  userId: string,
  now = new Date(),
): Promise<number> => {
  let mails = 0;
  for (let isMore = true; isMore; ) {
    const taken = await asTenant(worker("notifications-send-mail", tenantId), async (tx) => {
      const due = await takeMail(tx, userId, now);
      if (due.mail) await queue(tx, due.mail);
      return due;
    });
    if (taken.mail) mails += 1;
    isMore = taken.isMore;
  }
  return mails;
};
