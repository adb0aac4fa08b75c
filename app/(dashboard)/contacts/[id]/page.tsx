import type { Metadata } from "next";
import { Facts, Panel, Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { MACHINES_TOO } from "@/app/_ui/mail/reactions";
import { Moment } from "@/app/_ui/time/moment";
import { ForgetButton } from "@/app/(dashboard)/contacts/[id]/forget-button";
import { MailTable } from "@/app/(dashboard)/contacts/[id]/mail-table";
import { PreferencesPanel } from "@/app/(dashboard)/contacts/[id]/preferences-panel";
import { CONSENT } from "@/app/(dashboard)/contacts/contacts-page";
import { Reach } from "@/app/(dashboard)/contacts/reach";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { visit } from "@/app/(dashboard)/visit";
import { getContact } from "@/lib/domain/contacts/get";
import type { Contact } from "@/lib/domain/contacts/schema";
import { listMailsTo } from "@/lib/domain/mail/list-to";

export const metadata: Metadata = { title: "Contact" };

export default async function ContactPage({ params }: PageProps<"/contacts/[id]">) {
  const [{ caller, can }, { id }] = await Promise.all([visit(), params]);
  const contact = await orNotFound(id, (known) => getContact(caller, known));
  const mails = can("mails:read") ? await listMailsTo(caller, contact.id) : undefined;
  return (
    <Page
      crumbs={[{ title: "Contacts", href: "/contacts" }, { title: contact.name || contact.email }]}
      title={contact.name || contact.email}
      summary={contact.name ? contact.email : undefined}
      actions={can("contacts:forget") && <ForgetButton contact={contact} />}
    >
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 content-start gap-8">
          <Facts facts={factsOf(contact)} />
          {Object.keys(contact.properties).length > 0 && (
            <Section title="Properties" summary="What conditions and mails may use.">
              <Panel>
                <Facts
                  facts={Object.entries(contact.properties).map(([name, value]) => [
                    name,
                    String(value),
                  ])}
                />
              </Panel>
            </Section>
          )}
          <Section
            title="Mails"
            summary={`What was sent to this person, or why it was not; the newest 100. ${MACHINES_TOO}`}
          >
            {mails ? (
              <MailTable mails={mails} />
            ) : (
              <p className="text-muted">Only admins and owners see mails to people.</p>
            )}
          </Section>
        </div>
        <Section title="Kinds of mail" summary="What this person chose, or told you.">
          <Panel>
            <PreferencesPanel contact={contact} disabled={!can("contacts:write")} />
          </Panel>
        </Section>
      </div>
    </Page>
  );
}

const factsOf = (contact: Contact): Parameters<typeof Facts>[0]["facts"] => [
  ["Marketing", <Reach key="reach" contact={contact} />],
  [
    "Ground",
    contact.consent ? (
      <span key="ground">
        {CONSENT[contact.consent.basis]}, <Moment at={contact.consent.at} />
        {contact.consent.text && ` (${contact.consent.text})`}
      </span>
    ) : (
      "none"
    ),
  ],
  ["Language", contact.locale === "de" ? "German" : "English"],
  ["Time zone", contact.timeZone ?? "the company's"],
  ["User id", contact.userId ?? "–"],
  ["Added", <Moment key="added" at={contact.createdAt} />],
];
