"use client";

import { CircleStop, RotateCcw } from "lucide-react";
import type { Route } from "next";
import { useState } from "react";
import { BulkBar } from "@/app/_ui/bulk/bulk-bar";
import { BulkDialog } from "@/app/_ui/bulk/bulk-dialog";
import { useBulkAction } from "@/app/_ui/bulk/bulk-progress";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import type { Selection } from "@/app/_ui/data/use-selection";
import { SelectField } from "@/app/_ui/form/field";
import { toast } from "@/app/_ui/frame/toast";
import type { RunItem, RunQuery } from "@/lib/domain/runs/schema";

type Wish = "whole" | "from-failed-step" | "cancel";

type Props = { selection: Selection; runs: RunItem[]; query: RunQuery };

/** Cancel or replay the chosen runs, or all that match the filters. */
export const RunBulkBar = ({ selection, runs, query }: Props) => {
  const [everything, setEverything] = useState(false);
  const [wish, setWish] = useState<Wish>();
  const [version, setVersion] = useState("same");
  const [, follow] = useBulkAction();
  const ids = [...selection.chosen];
  const clear = () => {
    setEverything(false);
    selection.set([]);
  };
  if (ids.length === 0) return null;
  const { limit: _, cursor: __, fields: ___, order: ____, ...filter } = query;
  const chosen = everything ? { filter } : { ids };
  // Without a filter, everything there ever was would be meant; that has to be said by one.
  const narrows = Object.values(filter).some((value) => value !== undefined);
  const whole = runs.length > 0 && ids.length === runs.length;
  const [older, newer] = ids.toSorted();
  return (
    <>
      <BulkBar
        words={
          everything
            ? "Every run that matches"
            : `${ids.length} ${ids.length === 1 ? "run" : "runs"} chosen`
        }
        onClear={clear}
      >
        {whole && narrows && !everything && (
          <Button look="quiet" size="small" onClick={() => setEverything(true)}>
            Choose all that match
          </Button>
        )}
        <Menu
          trigger={
            <Button size="small">
              <RotateCcw aria-hidden />
              Replay
            </Button>
          }
        >
          <MenuItem onSelect={() => setWish("from-failed-step")}>From the failed step</MenuItem>
          <MenuItem onSelect={() => setWish("whole")}>The whole run</MenuItem>
        </Menu>
        <Button size="small" look="danger" onClick={() => setWish("cancel")}>
          <CircleStop aria-hidden />
          Cancel
        </Button>
        {ids.length === 2 && !everything && (
          <ButtonLink size="small" href={`/runs/${newer}/compare?with=${older}` as Route}>
            Compare
          </ButtonLink>
        )}
      </BulkBar>
      {wish && (
        <BulkDialog
          {...WORDS[wish]}
          noun={["run", "runs"]}
          command={
            wish === "cancel"
              ? { path: "/api/v1/runs/cancel", body: chosen }
              : { path: "/api/v1/runs/replay", body: { ...chosen, mode: wish, version } }
          }
          onClose={() => setWish(undefined)}
          onStarted={(action) => {
            setWish(undefined);
            clear();
            if (action) void follow(action.id);
            else toast.success("Nothing was left to do");
          }}
        >
          {wish !== "cancel" && (
            <SelectField
              label="Version"
              name="version"
              value={version}
              onChange={({ target }) => setVersion(target.value)}
            >
              <option value="same">The version each run had</option>
              <option value="latest">The version that is live now</option>
            </SelectField>
          )}
        </BulkDialog>
      )}
    </>
  );
};

const WORDS: Record<Wish, { title: string; verb: string; summary: string; danger?: boolean }> = {
  whole: {
    title: "Replay whole runs",
    verb: "Replay",
    summary: "Each starts a new run with the same trigger. Every step is performed again.",
  },
  "from-failed-step": {
    title: "Replay from the failed step",
    verb: "Replay",
    summary:
      "Each starts a new run that keeps what was done and goes on at the step that failed. Runs that did not fail are left out.",
  },
  cancel: {
    title: "Cancel runs",
    verb: "Cancel",
    summary:
      "Those still under way end at once. What they did already stays done; ended runs are left as they are.",
    danger: true,
  },
};
