import type { ReactNode } from "react";
import * as approvalRequest from "./approval-request";
import * as confirmEmail from "./confirm-email";
import * as invitation from "./invitation";
import * as magicLink from "./magic-link";
import * as notification from "./notification";
import * as notificationDigest from "./notification-digest";
import * as resetPassword from "./reset-password";
import * as sequenceMail from "./sequence-mail";
import * as workflowFailed from "./workflow-failed";
import * as workflowMessage from "./workflow-message";

/** Lifecycle mail needs consent, an address and a way to unsubscribe; transactional mail answers an act. */
type Category = "transactional" | "lifecycle";

/** A mail and how to render it. `Props` are formatted strings: no dates, no numbers, no ids to look up. */
export type Mail<Props> = {
  subject: (props: Props) => string;
  Component: { (props: Props): ReactNode; PreviewProps: NoInfer<Props> };
  category: Category;
};

const mail = <Props>(
  {
    subject,
    default: Component,
  }: { subject: Mail<Props>["subject"]; default: Mail<Props>["Component"] },
  category: Category,
): Mail<Props> => ({ subject, Component, category });

/** Every mail we send. The key is the file's name and is stored with what was sent, so it never changes. */
export const mails = {
  "confirm-email": mail(confirmEmail, "transactional"),
  "reset-password": mail(resetPassword, "transactional"),
  invitation: mail(invitation, "transactional"),
  "magic-link": mail(magicLink, "transactional"),
  "workflow-message": mail(workflowMessage, "transactional"),
  "workflow-failed": mail(workflowFailed, "transactional"),
  notification: mail(notification, "transactional"),
  "notification-digest": mail(notificationDigest, "transactional"),
  "approval-request": mail(approvalRequest, "transactional"),
  "sequence-mail": mail(sequenceMail, "lifecycle"),
};

export type MailKey = keyof typeof mails;
export type MailProps<Key extends MailKey> = Parameters<(typeof mails)[Key]["subject"]>[0];
