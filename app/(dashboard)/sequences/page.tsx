import { MailPlus } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { SequenceFilters } from "@/app/(dashboard)/sequences/sequence-filters";
import { SequenceTable } from "@/app/(dashboard)/sequences/sequence-table";
import { visit } from "@/app/(dashboard)/visit";
import { listSequences } from "@/lib/domain/sequences/documents/read";
import { SequenceQuery } from "@/lib/domain/sequences/schema";

export const metadata: Metadata = { title: "Sequences" };

export default async function SequencesPage({ searchParams }: PageProps<"/sequences">) {
  const { caller, can } = await visit();
  const filter = readQuery(await searchParams, ["search", "status", "cursor"]);
  const query = SequenceQuery.safeParse(filter);
  const { data, nextCursor } = await pageOrFirst(
    query.success ? query.data : SequenceQuery.parse({}),
    (wanted) => listSequences(caller, wanted),
  );
  const { cursor, ...shown } = filter;
  const filtered = Object.keys(shown).length > 0;
  const create = can("sequences:write") && (
    <ButtonLink look="primary" href="/sequences/new">
      New sequence
    </ButtonLink>
  );
  return (
    <Page
      crumbs={[{ title: "Sequences" }]}
      title="Sequences"
      summary="Mails that follow people over days, and stop when the goal is reached."
      actions={create}
    >
      <div className="grid grid-cols-1 gap-4">
        {(data.length > 0 || filtered) && <SequenceFilters />}
        {data.length > 0 && <SequenceTable sequences={data} />}
        {data.length === 0 && (
          <Empty
            icon={MailPlus}
            title={filtered ? "No sequence matches" : "No sequences yet"}
            action={
              filtered ? <ButtonLink href="/sequences">Clear the filters</ButtonLink> : create
            }
          >
            {!filtered &&
              "Begin with one of ours and change its words, or with a blank one. Nothing is sent before you publish."}
          </Empty>
        )}
        <Pager path="/sequences" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </Page>
  );
}
