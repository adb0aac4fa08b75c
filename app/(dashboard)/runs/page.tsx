import { Play } from "lucide-react";
import type { Metadata, Route } from "next";
import { BulkProgress } from "@/app/_ui/bulk/bulk-progress";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { ExportMenu } from "@/app/_ui/data/export-menu";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { Term } from "@/app/_ui/help/term";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { withQuery } from "@/app/_ui/http/read-query";
import { NARROWING } from "@/app/(dashboard)/runs/filter/fields";
import { readRunFilter } from "@/app/(dashboard)/runs/filter/read-run-filter";
import { RunFilters } from "@/app/(dashboard)/runs/filter/run-filters";
import { ColumnsMenu } from "@/app/(dashboard)/runs/list/columns-menu";
import { runParams } from "@/app/(dashboard)/runs/list/load-runs";
import { RunList } from "@/app/(dashboard)/runs/list/run-list";
import { RunStrip } from "@/app/(dashboard)/runs/list/run-strip";
import { visit } from "@/app/(dashboard)/visit";
import { listRuns } from "@/lib/domain/runs/list";
import { RunItem } from "@/lib/domain/runs/schema";
import { listWorkflows } from "@/lib/domain/workflows/list";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ searchParams }: PageProps<"/runs">) {
  const { caller, format, can } = await visit();
  const nowMs = Date.now();
  const { filter, query } = readRunFilter(await searchParams, nowMs, format.timeZone);
  const [{ data, nextCursor }, workflows] = await Promise.all([
    pageOrFirst(query, (wanted) => listRuns(caller, wanted)),
    listWorkflows(caller, { limit: 200 }),
  ]);
  const { cursor, ...shown } = filter;
  const filtered = NARROWING.some((field) => filter[field]);
  const { limit: _, cursor: __, ...params } = runParams(query);
  const isNewest = !cursor && !query.order;
  return (
    <Page
      crumbs={[{ title: "Runs" }]}
      title="Runs"
      summary={
        <>
          Everything your <Term name="workflow">workflows</Term> did, and what they do right now.
        </>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <RunFilters
          workflows={workflows.data.map(({ id, name }) => ({ id, name }))}
          triggers={RunItem.shape.triggerKind.options}
        />
        {data.length === 0 ? (
          <NoRuns
            filtered={filtered}
            further={nextCursor === null ? null : { ...shown, cursor: nextCursor }}
          />
        ) : (
          <>
            <RunStrip query={query} nowMs={nowMs} />
            <div className="flex items-center justify-between gap-2">
              <p className="tabular text-muted text-sm">
                {nextCursor || cursor ? `${count(data.length)} on this page` : count(data.length)}
              </p>
              <div className="flex gap-2">
                <ColumnsMenu />
                <ExportMenu path="/api/v1/runs/export" params={params} one="run" />
              </div>
            </div>
            <RunList
              key={JSON.stringify(filter)}
              runs={data}
              query={query}
              columns={filter.columns}
              isNewest={isNewest}
              mayWrite={can("runs:write")}
            />
          </>
        )}
        <Pager path="/runs" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
      <BulkProgress />
    </Page>
  );
}

const count = (runs: number) => `${runs} ${runs === 1 ? "run" : "runs"}`;

/** `further` is the query of what was not looked at yet, null when everything was. */
type NoRunsProps = { filtered: boolean; further: Record<string, string> | null };

const NoRuns = ({ filtered, further }: NoRunsProps) => {
  if (further)
    return (
      <Empty
        icon={Play}
        title="Nothing among the newest runs matches"
        action={
          <ButtonLink look="primary" href={withQuery("/runs", further) as Route}>
            Look further back
          </ButtonLink>
        }
      >
        What is rare is looked for piece by piece, so that no question takes long.
      </Empty>
    );
  return filtered ? (
    <Empty
      icon={Play}
      title="No run matches"
      action={<ButtonLink href="/runs">Clear the filters</ButtonLink>}
    >
      Nothing fits all of the filters at once. Take one off, or start over.
    </Empty>
  ) : (
    <Empty
      icon={Play}
      title="Nothing has run yet"
      help="runs"
      action={
        <ButtonLink look="primary" href="/workflows">
          Open the workflows
        </ButtonLink>
      }
    >
      Publish a workflow and start it: each of its runs appears here as it happens.
    </Empty>
  );
};
