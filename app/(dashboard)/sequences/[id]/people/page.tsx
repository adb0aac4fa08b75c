import { Users } from "lucide-react";
import type { Metadata, Route } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { Moment } from "@/app/_ui/time/moment";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { EnrolButton } from "@/app/(dashboard)/sequences/[id]/people/enrol-button";
import { EnrolmentState } from "@/app/(dashboard)/sequences/[id]/people/enrolment-state";
import { PeopleFilters } from "@/app/(dashboard)/sequences/[id]/people/people-filters";
import { SequencePage } from "@/app/(dashboard)/sequences/[id]/sequence-page";
import { visit } from "@/app/(dashboard)/visit";
import { getSequence } from "@/lib/domain/sequences/documents/read";
import { listEnrolments } from "@/lib/domain/sequences/people/read";
import { EnrolmentQuery } from "@/lib/domain/sequences/people/schema";

export const metadata: Metadata = { title: "People in a sequence" };

export default async function PeoplePage({
  params,
  searchParams,
}: PageProps<"/sequences/[id]/people">) {
  const [{ caller, can }, { id }] = await Promise.all([visit(), params]);
  const filter = readQuery(await searchParams, ["search", "status", "cursor"]);
  const sequence = await orNotFound(id, (known) => getSequence(caller, known));
  const query = EnrolmentQuery.safeParse({ ...filter, sequenceId: sequence.id });
  const { data, nextCursor } = await pageOrFirst(
    query.success ? query.data : EnrolmentQuery.parse({ sequenceId: sequence.id }),
    (wanted) => listEnrolments(caller, wanted),
  );
  const { cursor, ...shown } = filter;
  const filtered = Object.keys(shown).length > 0;
  const path = `/sequences/${sequence.id}/people`;
  const mayWrite = can("sequences:write");
  return (
    <SequencePage
      sequence={sequence}
      part="People"
      mayWrite={mayWrite}
      actions={mayWrite && sequence.status === "live" && <EnrolButton id={sequence.id} />}
    >
      <div className="grid grid-cols-1 gap-4">
        {(data.length > 0 || filtered) && <PeopleFilters />}
        {data.length > 0 && (
          <Table
            label="People"
            head={
              <>
                <Th>Person</Th>
                <Th>State</Th>
                <Th wide>Next step</Th>
                <Th wide>Goal</Th>
                <Th wide number>
                  Entered
                </Th>
              </>
            }
          >
            {data.map((one) => (
              <Tr key={one.id}>
                <Td className="w-full max-w-0 md:min-w-64">
                  <RowLink
                    href={`/sequences/${sequence.id}/people/${one.id}`}
                    className="block truncate"
                  >
                    {one.contact.name || one.contact.email}
                  </RowLink>
                  <span className="block truncate text-muted text-xs">
                    version {one.version}
                    {one.arm && ` · arm ${one.arm}`}
                    {one.isHeldOut && " · held out"}
                  </span>
                </Td>
                <Td>
                  <EnrolmentState {...one} />
                </Td>
                <Td wide className="text-muted">
                  {one.stepKey ? (
                    <>
                      {one.stepKey}, <Moment at={one.dueAt} ahead />
                    </>
                  ) : (
                    "–"
                  )}
                </Td>
                <Td wide className="text-muted">
                  <Moment at={one.goalAt} />
                </Td>
                <Td wide number className="text-muted">
                  <Moment at={one.enteredAt} />
                </Td>
              </Tr>
            ))}
          </Table>
        )}
        {data.length === 0 && (
          <Empty
            icon={Users}
            title={filtered ? "Nobody matches" : "Nobody has entered yet"}
            action={filtered && <ButtonLink href={path as Route}>Clear the filters</ButtonLink>}
          >
            {!filtered && whoEnters(sequence)}
          </Empty>
        )}
        <Pager path={path} query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </SequencePage>
  );
}

const whoEnters = ({ status, entryEvent }: { status: string; entryEvent: string | null }) => {
  if (status !== "live") return "People enter while the sequence is live. Publish it first.";
  return entryEvent
    ? `People enter when the event “${entryEvent}” names them.`
    : "People enter by hand, or by POST /api/v1/enrolments.";
};
