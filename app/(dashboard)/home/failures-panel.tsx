import { CircleCheck } from "lucide-react";
import { Section } from "@/app/_ui/data/section";
import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { visit } from "@/app/(dashboard)/visit";
import { recentFailures } from "@/lib/domain/home/failures";

/** What failed in the last week, one line a cause. */
export const FailuresPanel = async () => {
  const { caller } = await visit();
  const failures = await recentFailures(caller);
  return (
    <Section
      title="Failures of the last 7 days"
      summary={failures.length > 0 && "Grouped by cause, the most recent first."}
    >
      {failures.length === 0 ? (
        <p className="flex items-center gap-2 rounded-lg border border-line bg-surface p-4 text-muted">
          <CircleCheck aria-hidden className="size-4 text-succeeded" />
          Nothing failed.
        </p>
      ) : (
        <Table
          label="Failures of the last 7 days"
          head={
            <>
              <Th>Cause</Th>
              <Th wide>Workflow</Th>
              <Th number>Runs</Th>
              <Th number>Last</Th>
            </>
          }
        >
          {failures.map((failure) => (
            <Tr key={`${failure.workflowId} ${failure.stepId} ${failure.code}`}>
              <Td className="w-full max-w-0">
                <RowLink href={`/runs/${failure.runId}`}>{failure.message || failure.code}</RowLink>
                <span className="block text-muted">
                  <span className="md:hidden">{failure.workflowName} · </span>
                  {failure.stepId && <span className="font-mono text-xs">{failure.stepId} · </span>}
                  <span className="font-mono text-xs">{failure.code}</span>
                </span>
              </Td>
              <Td wide className="whitespace-nowrap">
                {failure.workflowName}
              </Td>
              <Td number>{failure.runs}</Td>
              <Td number className="text-muted">
                <Moment at={failure.lastAt} />
              </Td>
            </Tr>
          ))}
        </Table>
      )}
    </Section>
  );
};
