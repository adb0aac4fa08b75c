import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { MailState } from "@/app/_ui/mail/mail-state";
import { MailReactions } from "@/app/_ui/mail/reactions";
import { Moment } from "@/app/_ui/time/moment";
import type { SentMail } from "@/lib/domain/mail/schema";

/** Mails to one person, newest first. */
export const MailTable = ({ mails }: { mails: SentMail[] }) =>
  mails.length === 0 ? (
    <p className="text-muted">Nothing was sent yet.</p>
  ) : (
    <Table
      label="Mails to this person"
      head={
        <>
          <Th>Mail</Th>
          <Th>State</Th>
          <Th wide number>
            Made
          </Th>
        </>
      }
    >
      {mails.map((mail) => (
        <Tr key={mail.id}>
          <Td className="w-full max-w-0 md:min-w-64">
            <span className="block truncate font-medium">{mail.subject || "(emptied)"}</span>
            {mail.error && <span className="block text-muted text-xs">{mail.error}</span>}
            <MailReactions {...mail} />
          </Td>
          <Td>
            <MailState status={mail.status} />
          </Td>
          <Td wide number className="text-muted">
            <Moment at={mail.createdAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
