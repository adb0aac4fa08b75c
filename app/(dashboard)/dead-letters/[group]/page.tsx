import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BulkProgress } from "@/app/_ui/bulk/bulk-progress";
import { ErrorBox } from "@/app/_ui/data/error-box";
import { ExportMenu } from "@/app/_ui/data/export-menu";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { LetterList } from "@/app/(dashboard)/dead-letters/[group]/letter-list";
import { NoLetters } from "@/app/(dashboard)/dead-letters/[group]/no-letters";
import { GroupActions } from "@/app/(dashboard)/dead-letters/group-actions";
import { LetterFilters } from "@/app/(dashboard)/dead-letters/letter-filters";
import { readState } from "@/app/(dashboard)/dead-letters/states";
import { visit } from "@/app/(dashboard)/visit";
import { listLetters } from "@/lib/domain/dead-letters/list";
import { LetterQuery } from "@/lib/domain/dead-letters/schema";

export const metadata: Metadata = { title: "Dead letters" };

export default async function LetterGroupPage(props: PageProps<"/dead-letters/[group]">) {
  const [{ caller, can }, { group }, search] = await Promise.all([
    visit(),
    props.params,
    props.searchParams,
  ]);
  const shown = readQuery(search, ["state", "workflow", "cursor"]);
  const state = readState(shown.state);
  const wanted = { group, state: [state], workflowId: shown.workflow, cursor: shown.cursor };
  const parsed = LetterQuery.safeParse(wanted);
  const query = parsed.success
    ? parsed.data
    : LetterQuery.safeParse({ group, state: [state] }).data;
  if (!query) notFound();
  const [{ data, nextCursor }, kin] = await Promise.all([
    pageOrFirst(query, (wanted) => listLetters(caller, wanted)),
    listLetters(caller, { group: query.group, limit: 1 }),
  ]);
  const example = data[0] ?? kin.data[0];
  if (!example) notFound();
  const { cursor, ...rest } = shown;
  const mayWrite = can("runs:write");
  return (
    <Page
      crumbs={[{ title: "Dead letters", href: "/dead-letters" }, { title: example.code }]}
      title={example.stepId ? `Failures in ${example.stepId}` : "Failures"}
      summary="Everything that failed for this cause."
      actions={
        data.length > 0 && (
          <>
            <ExportMenu
              path="/api/v1/dead-letters/export"
              params={{ state, group, workflowId: query.workflowId }}
              one="dead letter"
              size="normal"
            />
            {mayWrite && <GroupActions state={state} filter={{ group }} scope="all" />}
          </>
        )
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <ErrorBox error={example} />
        <LetterFilters />
        {data.length === 0 ? (
          <NoLetters state={state} group={group} />
        ) : (
          <LetterList
            key={JSON.stringify(shown)}
            letters={data}
            state={state}
            mayWrite={mayWrite}
          />
        )}
        <Pager
          path={`/dead-letters/${group}`}
          query={rest}
          cursor={cursor}
          nextCursor={nextCursor}
        />
      </div>
      <BulkProgress />
    </Page>
  );
}
