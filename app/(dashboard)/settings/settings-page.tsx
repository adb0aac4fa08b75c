import type { Route } from "next";
import type { ReactNode } from "react";
import { Page } from "@/app/_ui/frame/page";
import { PartLinks } from "@/app/_ui/frame/part-links";

const PARTS: [title: string, href: Route][] = [
  ["Profile", "/settings"],
  ["Notifications", "/settings/notifications"],
  ["Company", "/settings/company"],
  ["Members", "/settings/members"],
  ["Mail", "/settings/mail"],
  ["API keys", "/settings/api-keys"],
  ["Audit log", "/settings/audit"],
];

type Props = {
  part: "Profile" | "Notifications" | "Company" | "Members" | "Mail" | "API keys" | "Audit log";
  summary: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of the settings, the others one click away. */
export const SettingsPage = ({ part, summary, actions, children }: Props) => (
  <Page
    crumbs={[{ title: "Settings", href: "/settings" }, { title: part }]}
    title={part}
    summary={summary}
    actions={actions}
  >
    <PartLinks label="Settings" current={part} parts={PARTS} className="mb-6" />
    {children}
  </Page>
);

/** Said where a role does not reach. */
export const NotForYou = ({ role }: { role: string }) => (
  <p className="rounded-lg border border-line bg-surface p-4 text-muted">
    Only admins and owners see this; you are here as a {role}. Ask an admin of the company.
  </p>
);
