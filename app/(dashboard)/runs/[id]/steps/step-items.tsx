"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { JsonTree } from "@/app/_ui/data/json-tree";
import { STATUS, StatusLabel } from "@/app/_ui/data/status";
import { Select } from "@/app/_ui/form/select";
import { withQuery } from "@/app/_ui/http/read-query";
import { asProblem, send } from "@/app/_ui/http/send";
import { formatCount } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import { ProgressBar } from "@/app/(dashboard)/runs/[id]/steps/progress-bar";
import type { RunStep } from "@/lib/domain/runs/schema";

type Item = {
  index: number;
  key?: string | null;
  status: "pending" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
  attempts: number;
  output: unknown;
  error: { code: string; message: string } | null;
};
type Page = { data: Item[]; nextCursor: string | null };

type Props = { runId: string; step: RunStep; items: NonNullable<RunStep["items"]> };

/** The items a step walks over: how far it is, and each of them on demand. */
export const StepItems = ({ runId, step, items }: Props) => {
  const format = useFormat();
  const [status, setStatus] = useState(items.failed > 0 ? "failed" : "");
  const path = `/api/v1/runs/${runId}/steps/${step.id}/items`;
  const list = useInfiniteQuery({
    queryKey: ["items", runId, step.id, status, step.endedAt ? "ended" : items.done],
    queryFn: ({ pageParam, signal }) =>
      send<Page>(
        "GET",
        withQuery(path, {
          limit: "50",
          status,
          ...(pageParam && { cursor: pageParam }),
        }) as `/api/${string}`,
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
  const shown = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const count = (n: number) => formatCount(n, format);
  return (
    <div className="grid gap-3">
      <div className="grid gap-1.5">
        <p role="status" className="tabular text-sm">
          {count(items.done)} of {count(items.total)} items done
          {items.failed > 0 && <span className="text-failed">, {count(items.failed)} failed</span>}
        </p>
        <ProgressBar label="Items done" {...items} />
      </div>
      <Select
        aria-label="State of the items"
        value={status}
        onChange={({ target }) => setStatus(target.value)}
        className="justify-self-start"
      >
        <option value="">Every item</option>
        <option value="failed">Failed</option>
        <option value="succeeded">Succeeded</option>
      </Select>
      {list.isError && <p className="text-failed text-sm">{asProblem(list.error).message}</p>}
      {list.isSuccess && shown.length === 0 && (
        <p className="text-muted text-sm">
          {status ? "No item has this state." : "No item has begun yet."}
        </p>
      )}
      {shown.length > 0 && (
        <ol className="divide-y divide-line rounded-md border border-line">
          {shown.map((item) => (
            <ItemRow key={item.index} item={item} path={`steps.${step.id}.items`} />
          ))}
        </ol>
      )}
      {list.hasNextPage && (
        <Button
          size="small"
          className="justify-self-start"
          pending={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  );
};

const ItemRow = ({ item, path }: { item: Item; path: string }) => (
  <li>
    <details>
      <summary className="flex min-h-9 items-center gap-2 px-2.5 text-sm hover:bg-hover">
        <span className="tabular w-12 text-muted">{item.index + 1}</span>
        {item.status in STATUS && <StatusLabel status={item.status} bare />}
        <span className="min-w-0 flex-1 truncate text-muted">{item.error?.message}</span>
        {item.attempts > 1 && (
          <span className="shrink-0 text-muted text-xs">{item.attempts} attempts</span>
        )}
      </summary>
      <div className="grid gap-2 px-2.5 pb-2.5">
        {item.error && (
          <p className="break-words text-failed text-sm">
            <span className="font-mono text-xs">{item.error.code}</span> {item.error.message}
          </p>
        )}
        {item.output !== null && item.output !== undefined && (
          <JsonTree value={item.output} path={`${path}[${item.index}].output`} />
        )}
      </div>
    </details>
  </li>
);
