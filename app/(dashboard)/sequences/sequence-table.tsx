import { ProblemsBadge } from "@/app/_ui/data/problems-badge";
import { StatusLabel } from "@/app/_ui/data/status";
import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { formatShare } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import { CATEGORY } from "@/app/(dashboard)/sequences/words";
import type { SequenceItem } from "@/lib/domain/sequences/schema";

/** Sequences, last changed first. */
export const SequenceTable = ({ sequences }: { sequences: SequenceItem[] }) => (
  <Table
    label="Sequences"
    head={
      <>
        <Th>Sequence</Th>
        <Th>State</Th>
        <Th wide number>
          Inside
        </Th>
        <Th wide number>
          Sent
        </Th>
        <Th wide number>
          Goal
        </Th>
        <Th wide number>
          Next
        </Th>
      </>
    }
  >
    {sequences.map((sequence) => (
      <Tr key={sequence.id}>
        <Td className="w-full max-w-0 md:min-w-64">
          <RowLink href={`/sequences/${sequence.id}`} className="block truncate">
            {sequence.name}
          </RowLink>
          <span className="block truncate text-muted text-xs">
            {sequence.category && CATEGORY[sequence.category]}
            {` · ${sequence.steps} ${sequence.steps === 1 ? "step" : "steps"}`}
            {sequence.entryEvent && ` · on ${sequence.entryEvent}`}
          </span>
        </Td>
        <Td>
          <div className="flex flex-wrap items-center gap-1.5">
            <StatusLabel status={sequence.status} />
            <ProblemsBadge count={sequence.problems.length} />
          </div>
        </Td>
        <Td wide number>
          {sequence.inside}
        </Td>
        <Td wide number>
          {sequence.sent}
        </Td>
        <Td wide number>
          {sequence.people > 0 ? formatShare(sequence.reached / sequence.people) : "–"}
        </Td>
        <Td wide number className="text-muted">
          <Moment at={sequence.nextAt} ahead />
        </Td>
      </Tr>
    ))}
  </Table>
);
