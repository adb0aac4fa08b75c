import { ChooseAll, ChooseRow } from "@/app/_ui/data/choice";
import { RowLink, SortTh, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { Reach } from "@/app/(dashboard)/contacts/reach";
import type { Contact } from "@/lib/domain/contacts/schema";

const ADDED: Record<string, "ascending" | "descending"> = {
  newest: "descending",
  oldest: "ascending",
};

type Props = { contacts: Contact[]; query: Record<string, string | undefined> };

/** Contacts in the order the query asks for; each can be chosen, inside a `Choosable`. */
export const ContactTable = ({ contacts, query }: Props) => (
  <Table
    label="Contacts"
    head={
      <>
        <Th className="w-8 pr-0">
          <ChooseAll label="Choose every contact of this page" />
        </Th>
        <SortTh
          path="/contacts"
          query={{ ...query, sort: query.sort === "email" ? undefined : "email" }}
          sorted={query.sort === "email" ? "ascending" : undefined}
        >
          Person <span className="sr-only">by address</span>
        </SortTh>
        <Th>Marketing</Th>
        <Th wide>Language</Th>
        <Th wide>Time zone</Th>
        <SortTh
          wide
          number
          path="/contacts"
          query={{ ...query, sort: query.sort ? undefined : "oldest" }}
          sorted={ADDED[query.sort ?? "newest"]}
        >
          Added
        </SortTh>
      </>
    }
  >
    {contacts.map((contact) => (
      <Tr key={contact.id}>
        <Td className="w-8 pr-0">
          <ChooseRow id={contact.id} label={`Choose ${contact.name || contact.email}`} />
        </Td>
        <Td className="w-full max-w-0 md:min-w-64">
          <RowLink id={contact.id} href={`/contacts/${contact.id}`} className="block truncate">
            {contact.name || contact.email}
          </RowLink>
          {contact.name && (
            <span className="block truncate text-muted text-xs">{contact.email}</span>
          )}
        </Td>
        <Td>
          <Reach contact={contact} />
        </Td>
        <Td wide>{contact.locale === "de" ? "German" : "English"}</Td>
        <Td wide className="text-muted">
          {contact.timeZone ?? "the company's"}
        </Td>
        <Td wide number className="text-muted">
          <Moment at={contact.createdAt} />
        </Td>
      </Tr>
    ))}
  </Table>
);
