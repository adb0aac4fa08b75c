import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/app/_ui/cn";
import { Page } from "@/app/_ui/frame/page";

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
    <nav
      aria-label="Settings"
      className="-mx-4 mb-6 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0"
    >
      <ul className="flex gap-5">
        {PARTS.map(([title, href]) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={title === part ? "page" : undefined}
              className={cn(
                "-mb-px flex h-9 items-center whitespace-nowrap border-b-2 text-sm",
                title === part
                  ? "border-accent font-medium"
                  : "border-transparent text-muted hover:text-ink",
              )}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
    {children}
  </Page>
);

/** Said where a role does not reach. */
export const NotForYou = ({ role }: { role: string }) => (
  <p className="rounded-lg border border-line bg-surface p-4 text-muted">
    Only admins and owners see this; you are here as a {role}. Ask an admin of the company.
  </p>
);
