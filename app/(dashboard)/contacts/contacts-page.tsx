import type { ReactNode } from "react";
import { Page } from "@/app/_ui/frame/page";
import { PartLinks } from "@/app/_ui/frame/part-links";

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
    <PartLinks label="Contacts" current={part} parts={PARTS} className="mb-4" />
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
