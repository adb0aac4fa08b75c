import type { Role } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { notify, type Told } from "@/lib/domain/notifications/notify";
import { recipientsOf } from "@/lib/domain/notifications/recipients";
import type { Channel } from "@/lib/domain/notifications/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** What a workflow tells people; `role` means that role and those above it. */
export type Notice = {
  key: string;
  role: string | null;
  emails: string[];
  channels: Channel[];
  title: string;
  message: string;
  link: string | null;
};

const ROLES: readonly Role[] = ["viewer", "member", "admin", "owner"];

const refuse = (path: string, message: string) =>
  new AppError("invalid_input", message, { issues: [{ path, code: "not_reachable", message }] });

/**
 * Tells people what a workflow wants them to know, once a key. For workers. Throws invalid_input when an address is no
 * member's, when nobody is meant, or when Slack is asked for and not connected.
 */
export const sendNotice = async (tx: Tx, tenantId: string, notice: Notice): Promise<Told> => {
  const { key, emails, channels, title, message, link } = notice;
  const role = ROLES.find((one) => one === notice.role) ?? null;
  const people = await recipientsOf(tx, { role, emails });
  const stranger = emails.find((email) => !people.some((one) => one.email === email.toLowerCase()));
  if (stranger !== undefined)
    throw refuse(
      "to",
      `"${stranger}" is no member. Send e-mail to people outside with email.send.`,
    );
  if (people.length === 0) throw refuse("to", "Nobody in the company has this role.");
  const told = await notify(tx, tenantId, {
    kind: "workflow.message",
    key: `step/${key}`.slice(0, 255),
    to: { role, emails },
    title,
    body: message,
    link,
    channels,
  });
  if (channels.includes("slack") && !told.slack)
    throw refuse("channels", "Slack is not connected. Connect it in Settings, Notifications.");
  return told;
};
