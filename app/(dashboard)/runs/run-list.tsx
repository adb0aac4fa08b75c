"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { RunTable } from "@/app/_ui/data/run-table";
import { withQuery } from "@/app/_ui/http/read-query";
import { send } from "@/app/_ui/http/send";
import type { RunItem, RunQuery } from "@/lib/domain/runs/schema";

const EVERY_MS = 4000;

const load = ({ status, workflowId, trigger, from, limit }: RunQuery) =>
  send<{ data: RunItem[] }>(
    "GET",
    withQuery("/api/v1/runs", {
      limit: String(limit),
      status: status?.join(","),
      workflowId,
      trigger,
      from,
    }) as `/api/${string}`,
  ).then(({ data }) => data);

type Props = { runs: RunItem[]; query: RunQuery; isNewest: boolean };

/** A page of runs that follows along: shown rows change in place, new ones are announced and wait to be asked for. */
export const RunList = ({ runs, query, isNewest }: Props) => {
  const router = useRouter();
  const { data: latest } = useQuery({
    queryKey: ["runs", query],
    queryFn: () => load(query),
    enabled: isNewest,
    refetchInterval: EVERY_MS,
    initialData: runs,
  });
  const now = new Map(latest.map((run) => [run.id, run]));
  const newest = runs[0]?.id ?? "";
  const fresh = isNewest ? latest.filter(({ id }) => id > newest).length : 0;
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
      <RunTable runs={runs.map((run) => now.get(run.id) ?? run)} />
    </div>
  );
};
