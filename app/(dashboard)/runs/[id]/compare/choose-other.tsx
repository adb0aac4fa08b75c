"use client";

import { useRouter } from "next/navigation";
import { STATUS } from "@/app/_ui/data/status";
import { Select } from "@/app/_ui/form/select";
import { formatInstant, shortenId } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import type { RunDetail, RunItem } from "@/lib/domain/runs/schema";

type Props = { run: RunDetail; other: string | undefined; near: RunItem[] };

/** The run to compare with: the one it replays, or a recent one of the same workflow. */
export const ChooseOther = ({ run, other, near }: Props) => {
  const router = useRouter();
  const format = useFormat();
  const known = near.some(({ id }) => id === other);
  return (
    <Select
      aria-label="Compare with"
      value={other ?? ""}
      onChange={({ target }) => router.push(`/runs/${run.id}/compare?with=${target.value}`)}
    >
      {!other && <option value="">Choose a run</option>}
      {other && !known && <option value={other}>Run {shortenId(other)}</option>}
      {near
        .filter(({ id }) => id !== run.id)
        .map(({ id, status, queuedAt }) => (
          <option key={id} value={id}>
            {STATUS[status].word}, {formatInstant(queuedAt, format)}
            {id === run.replayOf ? " (replayed)" : ""}
          </option>
        ))}
    </Select>
  );
};
