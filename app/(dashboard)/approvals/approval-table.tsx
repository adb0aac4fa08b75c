import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { ApprovalLabel } from "@/app/(dashboard)/approvals/approval-status";
import { whoDecides } from "@/app/(dashboard)/approvals/who";
import type { ApprovalItem } from "@/lib/domain/approvals/schema";

/** Questions, one a row; what the reader may decide says so. */
export const ApprovalTable = ({ label, items }: { label: string; items: ApprovalItem[] }) => (
  <Table
    label={label}
    head={
      <>
        <Th>Question</Th>
        <Th>State</Th>
        <Th wide>Who decides</Th>
        <Th wide>Asked</Th>
        <Th>Until</Th>
      </>
    }
  >
    {items.map((item) => (
      <Tr key={item.id}>
        <Td className="min-w-40 max-w-md">
          <RowLink href={`/approvals/${item.id}`} className="line-clamp-2 break-words">
            {item.title}
          </RowLink>
          <span className="block truncate text-muted">{item.workflowName}</span>
        </Td>
        <Td>
          <ApprovalLabel status={item.status} />
        </Td>
        <Td wide className="max-w-64 truncate text-muted" title={whoDecides(item)}>
          {item.mine ? <span className="font-medium text-ink">You</span> : null}
          {item.mine ? " · " : null}
          {item.decision?.by ?? whoDecides(item)}
        </Td>
        <Td wide className="text-muted">
          <Moment at={item.createdAt} />
        </Td>
        <Td className="text-muted">
          <Moment at={item.decision?.at ?? item.deadline} />
        </Td>
      </Tr>
    ))}
  </Table>
);
