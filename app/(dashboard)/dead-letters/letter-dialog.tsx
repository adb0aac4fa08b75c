"use client";

import { useState } from "react";
import { BulkDialog } from "@/app/_ui/bulk/bulk-dialog";
import { SelectField } from "@/app/_ui/form/field";
import type { BulkAction } from "@/lib/domain/bulk-actions/schema";

export type LetterWish = "redrive" | "discard" | "restore";

type Props = {
  wish: LetterWish;
  chosen: { ids: string[] } | { filter: object };
  onClose: () => void;
  onStarted: (action: BulkAction | null) => void;
};

const WORDS: Record<LetterWish, { title: string; verb: string; summary: string }> = {
  redrive: {
    title: "Redrive",
    verb: "Redrive",
    summary: "Each letter starts a new run. One that succeeds closes its letter.",
  },
  discard: {
    title: "Discard",
    verb: "Discard",
    summary: "They leave the list and nothing is run. You find them under Discarded.",
  },
  restore: {
    title: "Open again",
    verb: "Open",
    summary: "They come back to the open ones.",
  },
};

const NOUN: [string, string] = ["dead letter", "dead letters"];

/** Says how many letters are meant and asks how to go about it. */
export const LetterDialog = ({ wish, chosen, onClose, onStarted }: Props) => {
  const [mode, setMode] = useState("from-failed-step");
  const [version, setVersion] = useState("same");
  return (
    <BulkDialog
      {...WORDS[wish]}
      noun={NOUN}
      command={{
        path: `/api/v1/dead-letters/${wish}`,
        body: { ...chosen, ...(wish === "redrive" && { mode, version }) },
      }}
      onClose={onClose}
      onStarted={onStarted}
    >
      {wish === "redrive" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Begin"
            name="mode"
            value={mode}
            onChange={({ target }) => setMode(target.value)}
          >
            <option value="from-failed-step">At the failed step</option>
            <option value="whole">With the first step</option>
          </SelectField>
          <SelectField
            label="Version"
            name="version"
            value={version}
            onChange={({ target }) => setVersion(target.value)}
          >
            <option value="same">The one each run had</option>
            <option value="latest">The live one</option>
          </SelectField>
        </div>
      )}
    </BulkDialog>
  );
};
