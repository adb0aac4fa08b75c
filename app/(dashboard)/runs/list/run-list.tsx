"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { RunTable } from "@/app/_ui/data/run-table";
import { useSelection } from "@/app/_ui/data/use-selection";
import { readColumns } from "@/app/(dashboard)/runs/list/columns";
import { loadRuns } from "@/app/(dashboard)/runs/list/load-runs";
import { RunBulkBar } from "@/app/(dashboard)/runs/list/run-bulk-bar";
import type { RunItem, RunQuery } from "@/lib/domain/runs/schema";

const EVERY_MS = 4000;

type Props = {
  runs: RunItem[];
  query: RunQuery;
  columns: string | undefined;
  /** The first page of the newest: what is new can be told. */
  isNewest: boolean;
  mayWrite: boolean;
};

/** A page of runs that follows along: shown rows change in place, new ones are announced and wait to be asked for. */
export const RunList = ({ runs, query, columns, isNewest, mayWrite }: Props) => {
  const router = useRouter();
  const selection = useSelection(runs.map(({ id }) => id));
  const { data: latest } = useQuery({
    queryKey: ["runs", query],
    queryFn: ({ signal }) => loadRuns<RunItem>(query, {}, signal),
    enabled: isNewest,
    refetchInterval: EVERY_MS,
    initialData: runs,
  });
  const now = new Map(latest.map((run) => [run.id, run]));
  const newest = runs[0]?.id ?? "";
  const fresh = isNewest ? latest.filter(({ id }) => id > newest).length : 0;
  const shown = runs.map((run) => now.get(run.id) ?? run);
  return (
    <div className="grid grid-cols-1 gap-2">
      <div role="status" className="empty:hidden">
        {fresh > 0 && (
          <Button size="small" onClick={() => router.refresh()} className="w-full text-accent">
            <ArrowUp aria-hidden />
            {fresh === query.limit
              ? `${fresh} or more new runs`
              : `${fresh} new ${fresh === 1 ? "run" : "runs"}`}
          </Button>
        )}
      </div>
      <RunTable runs={shown} columns={readColumns(columns)} {...(mayWrite && { selection })} />
      {mayWrite && <RunBulkBar selection={selection} runs={shown} query={query} />}
    </div>
  );
};
