"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { JsonTree } from "@/app/_ui/data/json-tree";
import { asProblem, send } from "@/app/_ui/http/send";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

type Props = {
  run: RunDetail;
  step: RunStep;
  side: "input" | "output";
  /** Said when there is no value. */
  absent: string;
};

/** What went into a step or came out; a long one in part, and whole on demand. */
export const StepValue = ({ run, step, side, absent }: Props) => {
  const [whole, setWhole] = useState(false);
  const isCut = step.cut.includes(side);
  const full = useQuery({
    queryKey: ["step", run.id, step.id, step.endedAt],
    queryFn: ({ signal }) =>
      send<RunStep>("GET", `/api/v1/runs/${run.id}/steps/${step.id}`, { signal }),
    enabled: whole && isCut,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const value = full.data ? full.data[side] : step[side];
  if (value === null || value === undefined) return <p className="text-muted">{absent}</p>;
  return (
    <div className="grid gap-2">
      {isCut && !full.data && (
        <p className="flex flex-wrap items-center gap-2 rounded-md bg-queued-soft p-2.5 text-sm">
          This value is long; here is its beginning.
          <Button size="small" pending={full.isFetching} onClick={() => setWhole(true)}>
            Show all of it
          </Button>
        </p>
      )}
      {full.isError && <p className="text-failed text-sm">{asProblem(full.error).message}</p>}
      <JsonTree value={value} path={`steps.${step.id}.${side}`} />
    </div>
  );
};
