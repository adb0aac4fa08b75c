import { Play } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { readRunFilter } from "@/app/(dashboard)/runs/run-filter";
import { RunFilters } from "@/app/(dashboard)/runs/run-filters";
import { RunList } from "@/app/(dashboard)/runs/run-list";
import { visit } from "@/app/(dashboard)/visit";
import { listRuns } from "@/lib/domain/runs/list";
import { listWorkflows } from "@/lib/domain/workflows/list";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ searchParams }: PageProps<"/runs">) {
  const { caller, format } = await visit();
  const { filter, query } = readRunFilter(await searchParams, Date.now(), format.timeZone);
  const [{ data, nextCursor }, workflows] = await Promise.all([
    listRuns(caller, query),
    listWorkflows(caller, { limit: 200 }),
  ]);
  const { cursor, ...shown } = filter;
  const filtered = Object.keys(shown).length > 0;
  return (
    <Page
      crumbs={[{ title: "Runs" }]}
      title="Runs"
      summary="Everything your workflows did, newest first."
    >
      <div className="grid grid-cols-1 gap-4">
        <RunFilters
          filter={shown}
          workflows={workflows.data.map(({ id, name }) => ({ id, name }))}
        />
        {data.length === 0 ? (
          <NoRuns filtered={filtered} />
        ) : (
          <RunList key={JSON.stringify(filter)} runs={data} query={query} isNewest={!cursor} />
        )}
        <Pager path="/runs" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </Page>
  );
}

const NoRuns = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty
      icon={Play}
      title="No run matches"
      action={<ButtonLink href="/runs">Clear the filters</ButtonLink>}
    />
  ) : (
    <Empty
      icon={Play}
      title="Nothing has run yet"
      action={
        <ButtonLink look="primary" href="/workflows">
          Open the workflows
        </ButtonLink>
      }
    >
      Publish a workflow and start it: each of its runs appears here as it happens.
    </Empty>
  );
