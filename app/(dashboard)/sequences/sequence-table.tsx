import { TriangleAlert } from "lucide-react";
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
            <DraftProblems count={sequence.problems.length} />
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

/** How many problems a draft has; nothing when there is none. */
export const DraftProblems = ({ count }: { count: number }) =>
  count > 0 && (
    <span className="inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full bg-degraded-soft px-2 text-degraded text-sm">
      <TriangleAlert aria-hidden className="size-4" />
      {count} {count === 1 ? "problem" : "problems"}
    </span>
  );
