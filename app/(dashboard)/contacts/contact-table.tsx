import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { Reach } from "@/app/(dashboard)/contacts/reach";
import type { Contact } from "@/lib/domain/contacts/schema";

/** Contacts, newest first. */
export const ContactTable = ({ contacts }: { contacts: Contact[] }) => (
  <Table
    label="Contacts"
    head={
      <>
        <Th>Person</Th>
        <Th>Marketing</Th>
        <Th wide>Language</Th>
        <Th wide>Time zone</Th>
        <Th wide number>
          Added
        </Th>
      </>
    }
  >
    {contacts.map((contact) => (
      <Tr key={contact.id}>
        <Td className="w-full max-w-0 md:min-w-64">
          <RowLink href={`/contacts/${contact.id}`} className="block truncate">
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
