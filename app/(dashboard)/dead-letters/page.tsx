import { Inbox, MailCheck } from "lucide-react";
import type { Metadata } from "next";
import { BulkProgress } from "@/app/_ui/bulk/bulk-progress";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { ExportMenu } from "@/app/_ui/data/export-menu";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { Term } from "@/app/_ui/help/term";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { GroupActions } from "@/app/(dashboard)/dead-letters/group-actions";
import { GroupTable } from "@/app/(dashboard)/dead-letters/group-table";
import { LetterFilters } from "@/app/(dashboard)/dead-letters/letter-filters";
import { LETTER_STATES, readState } from "@/app/(dashboard)/dead-letters/states";
import { visit } from "@/app/(dashboard)/visit";
import { groupLetters } from "@/lib/domain/dead-letters/groups";
import { LetterGroupQuery } from "@/lib/domain/dead-letters/schema";
import { listWorkflows } from "@/lib/domain/workflows/list";

export const metadata: Metadata = { title: "Dead letters" };

export default async function DeadLettersPage({ searchParams }: PageProps<"/dead-letters">) {
  const { caller, can } = await visit();
  const shown = readQuery(await searchParams, ["state", "workflow", "sort", "cursor"]);
  const state = readState(shown.state);
  const parsed = LetterGroupQuery.safeParse({
    state,
    workflowId: shown.workflow,
    sort: shown.sort,
    cursor: shown.cursor,
  });
  const query = parsed.success ? parsed.data : LetterGroupQuery.parse({ state });
  const [{ data, nextCursor }, workflows] = await Promise.all([
    pageOrFirst(query, (wanted) => groupLetters(caller, wanted)),
    listWorkflows(caller, { limit: 200 }),
  ]);
  const { cursor, ...rest } = shown;
  const mayWrite = can("runs:write");
  const filter = query.workflowId ? { workflowId: query.workflowId } : { all: true };
  return (
    <Page
      crumbs={[{ title: "Dead letters" }]}
      title="Dead letters"
      summary={
        <>
          <Term name="run">Runs</Term> that failed and wait for you as{" "}
          <Term name="dead letter">dead letters</Term>, grouped by cause.
        </>
      }
      actions={
        data.length > 0 && (
          <>
            <ExportMenu
              path="/api/v1/dead-letters/export"
              params={{ state, workflowId: query.workflowId }}
              one="dead letter"
              size="normal"
            />
            {mayWrite && <GroupActions state={state} filter={filter} scope="all" />}
          </>
        )
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <LetterFilters workflows={workflows.data.map(({ id, name }) => ({ id, name }))} />
        {data.length === 0 ? (
          <Nothing state={state} filtered={Boolean(query.workflowId)} />
        ) : (
          <GroupTable groups={data} query={rest} state={state} mayWrite={mayWrite} />
        )}
        <Pager path="/dead-letters" query={rest} cursor={cursor} nextCursor={nextCursor} />
      </div>
      <BulkProgress />
    </Page>
  );
}

type NothingProps = { state: keyof typeof LETTER_STATES; filtered: boolean };

const Nothing = ({ state, filtered }: NothingProps) => {
  if (filtered)
    return (
      <Empty
        icon={Inbox}
        title="Nothing of this workflow is here"
        action={<ButtonLink href="/dead-letters">Clear the filters</ButtonLink>}
      />
    );
  if (state !== "open")
    return (
      <Empty
        icon={Inbox}
        title={`Nothing is ${LETTER_STATES[state].toLowerCase()}`}
        action={<ButtonLink href="/dead-letters">Show the open ones</ButtonLink>}
      />
    );
  return (
    <Empty
      icon={MailCheck}
      title="No dead letters"
      help="dead-letters"
      action={<ButtonLink href="/runs">Look at the runs</ButtonLink>}
    >
      Every run that fails lands here with its cause and what to do next. Right now none does.
    </Empty>
  );
};
