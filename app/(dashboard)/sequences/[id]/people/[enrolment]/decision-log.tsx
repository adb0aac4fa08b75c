import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { MailState } from "@/app/_ui/mail/mail-state";
import { MailReactions } from "@/app/_ui/mail/reactions";
import { Moment } from "@/app/_ui/time/moment";
import { DECISION } from "@/app/(dashboard)/sequences/words";
import type { EnrolmentEntry } from "@/lib/domain/sequences/people/schema";

/** Every decision about a person in order, with the reason and what became of the mail. */
export const DecisionLog = ({ log }: { log: EnrolmentEntry[] }) => (
  <Table
    label="Decisions in order"
    head={
      <>
        <Th>When</Th>
        <Th>Decision</Th>
        <Th>Why</Th>
        <Th wide>Mail</Th>
      </>
    }
  >
    {log.map(({ n, at, what, stepKey, reason, until, mail, version, arm }) => (
      <Tr key={n}>
        <Td className="text-muted">
          <Moment at={at} />
        </Td>
        <Td>
          <span className="block font-medium">{DECISION[what] ?? what}</span>
          <span className="block text-muted text-xs">
            {stepKey && `${stepKey} · `}version {version}
            {arm && ` · arm ${arm}`}
          </span>
        </Td>
        <Td className="text-muted">
          {reason ?? "–"}
          {until && (
            <>
              , until <Moment at={until} />
            </>
          )}
        </Td>
        <Td wide>
          {mail ? (
            <>
              <span className="block max-w-80 truncate">{mail.subject}</span>
              <MailState status={mail.status} />
              <MailReactions {...mail} />
              {mail.error && <span className="block text-muted text-xs">{mail.error}</span>}
              {mail.providerId && (
                <span className="block font-mono text-muted text-xs">{mail.providerId}</span>
              )}
            </>
          ) : (
            <span className="text-faint">–</span>
          )}
        </Td>
      </Tr>
    ))}
  </Table>
);
