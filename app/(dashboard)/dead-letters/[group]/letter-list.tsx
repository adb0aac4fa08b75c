"use client";

import { Ellipsis, RotateCcw, Trash2, Undo2 } from "lucide-react";
import type { Route } from "next";
import dynamic from "next/dynamic";
import { useState } from "react";
import { BulkBar } from "@/app/_ui/bulk/bulk-bar";
import { useBulkAction } from "@/app/_ui/bulk/bulk-progress";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import { CheckBox } from "@/app/_ui/data/check-box";
import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { TriggerLabel } from "@/app/_ui/data/trigger-label";
import { useSelection } from "@/app/_ui/data/use-selection";
import { toast } from "@/app/_ui/frame/toast";
import { shortenId } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import { useDiscard } from "@/app/(dashboard)/dead-letters/[group]/use-discard";
import type { LetterWish } from "@/app/(dashboard)/dead-letters/letter-dialog";
import type { Letter, LetterState } from "@/lib/domain/dead-letters/schema";

const LetterDialog = dynamic(() =>
  import("@/app/(dashboard)/dead-letters/letter-dialog").then((file) => file.LetterDialog),
);
const EditedRedrive = dynamic(() =>
  import("@/app/(dashboard)/dead-letters/[group]/edited-redrive").then(
    (file) => file.EditedRedrive,
  ),
);

type Props = { letters: Letter[]; state: LetterState; mayWrite: boolean };

/** The letters of one cause; each opens its run. */
export const LetterList = ({ letters, state, mayWrite }: Props) => {
  const selection = useSelection(letters.map(({ id }) => id));
  const [asked, setAsked] = useState<{ wish: LetterWish; ids: string[] }>();
  const [edited, setEdited] = useState<Letter>();
  const [, follow] = useBulkAction();
  const discard = useDiscard();
  const ids = [...selection.chosen];
  const writes = mayWrite && (state === "open" || state === "discarded");
  const all = ids.length === letters.length;
  return (
    <div className="grid grid-cols-1 gap-2">
      <Table
        label="Dead letters"
        head={
          <>
            {writes && (
              <Th className="w-8 pr-0">
                <CheckBox
                  label="Choose every letter of this page"
                  checked={all}
                  mixed={ids.length > 0 && !all}
                  onToggle={() => selection.set(all ? [] : letters.map(({ id }) => id))}
                />
              </Th>
            )}
            <Th>Run</Th>
            <Th wide>Started by</Th>
            <Th number>Failed</Th>
            {(state === "redriving" || state === "resolved" || state === "redriven") && (
              <Th>New run</Th>
            )}
            {writes && (
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            )}
          </>
        }
      >
        {letters.map((letter) => {
          const chosen = selection.chosen.has(letter.id);
          const name = shortenId(letter.runId);
          return (
            <Tr key={letter.id}>
              {writes && (
                <Td className="w-8 pr-0">
                  <CheckBox
                    label={`Choose the letter of run ${name}`}
                    checked={chosen}
                    onToggle={(range) => selection.toggle(letter.id, range)}
                  />
                </Td>
              )}
              <Td className="w-full max-w-0">
                <RowLink
                  id={letter.id}
                  href={
                    `/runs/${letter.runId}${letter.stepId ? `?step=${letter.stepId}` : ""}` as Route
                  }
                >
                  {letter.workflowName}
                </RowLink>{" "}
                <span className="text-muted text-xs">
                  v{letter.version} · <span className="font-mono">{name}</span>
                </span>
                <span className="block truncate text-failed text-xs">{letter.message}</span>
              </Td>
              <Td wide className="text-muted">
                <TriggerLabel kind={letter.triggerKind} />
              </Td>
              <Td number className="text-muted">
                <Moment at={letter.failedAt} />
              </Td>
              {(state === "redriving" || state === "resolved" || state === "redriven") && (
                <Td className="whitespace-nowrap">
                  {letter.redrivenRunId && (
                    <NewRun letter={letter} newRunId={letter.redrivenRunId} />
                  )}
                </Td>
              )}
              {writes && (
                <Td className="py-1">
                  <div className="relative z-[1] flex justify-end">
                    <RowMenu
                      name={name}
                      state={state}
                      onRedrive={() => setAsked({ wish: "redrive", ids: [letter.id] })}
                      onEdit={() => setEdited(letter)}
                      onDiscard={() => discard([letter.id])}
                      onRestore={() => setAsked({ wish: "restore", ids: [letter.id] })}
                    />
                  </div>
                </Td>
              )}
            </Tr>
          );
        })}
      </Table>
      {writes && ids.length > 0 && (
        <BulkBar
          words={`${ids.length} ${ids.length === 1 ? "letter" : "letters"} chosen`}
          onClear={() => selection.set([])}
        >
          {state === "open" ? (
            <>
              <Button
                size="small"
                look="primary"
                onClick={() => setAsked({ wish: "redrive", ids })}
              >
                <RotateCcw aria-hidden />
                Redrive
              </Button>
              <Button
                size="small"
                onClick={() => {
                  discard(ids);
                  selection.set([]);
                }}
              >
                <Trash2 aria-hidden />
                Discard
              </Button>
            </>
          ) : (
            <Button size="small" onClick={() => setAsked({ wish: "restore", ids })}>
              <Undo2 aria-hidden />
              Open again
            </Button>
          )}
        </BulkBar>
      )}
      {asked && (
        <LetterDialog
          wish={asked.wish}
          chosen={{ ids: asked.ids }}
          onClose={() => setAsked(undefined)}
          onStarted={(action) => {
            setAsked(undefined);
            selection.set([]);
            if (action) void follow(action.id);
            else toast.success("Nothing was left to do");
          }}
        />
      )}
      {edited && (
        <EditedRedrive
          letter={edited}
          onClose={() => setEdited(undefined)}
          onStarted={(action) => {
            setEdited(undefined);
            if (action) void follow(action.id);
          }}
        />
      )}
    </div>
  );
};

const NewRun = ({ letter, newRunId }: { letter: Letter; newRunId: string }) => (
  <a
    href={`/runs/${newRunId}/compare?with=${letter.runId}`}
    className="relative z-[1] inline-block py-0.5 font-medium underline underline-offset-2"
  >
    Compare
  </a>
);

type MenuProps = {
  name: string;
  state: LetterState;
  onRedrive: () => void;
  onEdit: () => void;
  onDiscard: () => void;
  onRestore: () => void;
};

const RowMenu = ({ name, state, onRedrive, onEdit, onDiscard, onRestore }: MenuProps) => (
  <Menu
    trigger={
      <Button look="quiet" size="small-icon" aria-label={`Actions for run ${name}`}>
        <Ellipsis aria-hidden />
      </Button>
    }
  >
    {state === "open" ? (
      <>
        <MenuItem onSelect={onRedrive}>
          <RotateCcw aria-hidden />
          Redrive
        </MenuItem>
        <MenuItem onSelect={onEdit}>
          <RotateCcw aria-hidden />
          Redrive with another input
        </MenuItem>
        <MenuItem onSelect={onDiscard}>
          <Trash2 aria-hidden />
          Discard
        </MenuItem>
      </>
    ) : (
      <MenuItem onSelect={onRestore}>
        <Undo2 aria-hidden />
        Open again
      </MenuItem>
    )}
  </Menu>
);
