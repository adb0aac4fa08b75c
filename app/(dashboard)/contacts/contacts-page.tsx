import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/app/_ui/cn";
import { Page } from "@/app/_ui/frame/page";

const PARTS = [
  ["Contacts", "/contacts"],
  ["Suppressed", "/contacts/suppressed"],
] as const;

type Props = {
  part: "Contacts" | "Suppressed";
  summary: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** People the company writes to, and addresses it does not; one click from each other. */
export const ContactsPage = ({ part, summary, actions, children }: Props) => (
  <Page
    crumbs={
      part === "Contacts"
        ? [{ title: part }]
        : [{ title: "Contacts", href: "/contacts" }, { title: part }]
    }
    title={part}
    summary={summary}
    actions={actions}
  >
    <nav aria-label="Contacts" className="mb-4 border-line border-b">
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

/** Why marketing may be sent to somebody, in words. */
export const CONSENT = {
  "opt-in": "agreed",
  "soft-opt-in": "signed up, did not object",
  contract: "has a contract",
} as const;

/** The three grounds, as a select offers them. */
export const ConsentOptions = () => (
  <>
    <option value="">None: no marketing may be sent</option>
    <option value="opt-in">They agreed to mails</option>
    <option value="soft-opt-in">They signed up or bought and did not object</option>
    <option value="contract">There is a contract the mails belong to</option>
  </>
);
