"use client";

import { Archive, Download, Pause, Play, RotateCcw } from "lucide-react";
import { BulkBar } from "@/app/_ui/bulk/bulk-bar";
import { useMany } from "@/app/_ui/bulk/use-many";
import { Button } from "@/app/_ui/controls/button";
import { useChoice } from "@/app/_ui/data/choice";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";
import { saveAsFile } from "@/app/(dashboard)/workflows/save-as-file";
import type { WorkflowFile, WorkflowItem } from "@/lib/domain/workflows/schema";

const things = (count: number) => `${count} ${count === 1 ? "workflow" : "workflows"}`;

const told = (count: number, one: string, many: string, none: string) =>
  count === 0 ? none : `${things(count)} ${count === 1 ? one : many}`;

const paused = (count: number) =>
  told(count, "was paused", "were paused", "No workflow was paused");
const resumed = (count: number) =>
  told(count, "is live again", "are live again", "None is live again");
const archived = (count: number) =>
  told(count, "was archived", "were archived", "No workflow was archived");
const restored = (count: number) =>
  told(count, "is back as a draft", "are back as drafts", "No workflow came back");

const left = (code: string, count: number) => {
  if (code === "draft") return `${count} ${count === 1 ? "draft" : "drafts"}`;
  return `${count} ${code === "not_found" ? "gone" : code}`;
};

const AT = "/api/v1/workflows";

type Props = { workflows: Pick<WorkflowItem, "id" | "status">[] };

/** What can be done with the chosen workflows; a verb that none of them takes is not offered. */
export const WorkflowBulkBar = ({ workflows }: Props) => {
  const { ids, chosen, set } = useChoice();
  const { run, begin, pending } = useMany();
  if (ids.length === 0) return null;
  const states = new Set(workflows.filter(({ id }) => chosen.has(id)).map(({ status }) => status));
  const command = async (wish: Omit<Parameters<typeof begin>[0], "ids" | "left">) => {
    if (await begin({ ...wish, ids, left })) set([]);
  };
  const pause = () =>
    command({
      path: `${AT}/pause`,
      done: paused,
      undo: { path: `${AT}/resume`, done: resumed },
    });
  const archive = () =>
    command({
      path: `${AT}/archive`,
      done: archived,
      undo: { path: `${AT}/restore`, done: restored },
    });
  const download = () =>
    run(
      async () => {
        const file = await send<WorkflowFile>("GET", `${AT}/export?ids=${ids.join(",")}`);
        const { length } = file.workflows;
        saveAsFile(things(length), file);
        toast.success(`${things(length)} in one file`, {
          ...(length < ids.length && { description: `${ids.length - length} gone.` }),
        });
      },
      { refresh: false },
    );
  return (
    <BulkBar words={`${things(ids.length)} chosen`} onClear={() => set([])}>
      {states.has("live") && (
        <Button size="small" disabled={pending} onClick={() => void pause()}>
          <Pause aria-hidden />
          Pause
        </Button>
      )}
      {states.has("paused") && (
        <Button
          size="small"
          disabled={pending}
          onClick={() => void command({ path: `${AT}/resume`, done: resumed })}
        >
          <Play aria-hidden />
          Resume
        </Button>
      )}
      <Button size="small" disabled={pending} onClick={() => void download()}>
        <Download aria-hidden />
        Export
      </Button>
      {states.has("archived") && (
        <Button
          size="small"
          disabled={pending}
          onClick={() => void command({ path: `${AT}/restore`, done: restored })}
        >
          <RotateCcw aria-hidden />
          Restore
        </Button>
      )}
      {(states.size > 1 || !states.has("archived")) && (
        <Button size="small" disabled={pending} onClick={() => void archive()}>
          <Archive aria-hidden />
          Archive
        </Button>
      )}
    </BulkBar>
  );
};
