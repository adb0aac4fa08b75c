"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { startBulk } from "@/app/_ui/bulk/ask-bulk";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { Bar } from "@/app/_ui/data/skeleton";
import { SelectField } from "@/app/_ui/form/field";
import { JsonField, readJsonObject } from "@/app/_ui/form/json-field";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";
import type { BulkAction } from "@/lib/domain/bulk-actions/schema";
import type { Letter, LetterDetail } from "@/lib/domain/dead-letters/schema";

type Props = {
  letter: Letter;
  onClose: () => void;
  onStarted: (action: BulkAction | null) => void;
};

/** Redrives one letter with an input that was edited by hand. */
export const EditedRedrive = ({ letter, onClose, onStarted }: Props) => {
  const detail = useQuery({
    queryKey: ["letter", letter.id],
    queryFn: ({ signal }) =>
      send<LetterDetail>("GET", `/api/v1/dead-letters/${letter.id}`, { signal }),
  });
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title="Redrive with another input"
      summary="Starts a new run with this input instead of the one that came. The failed run stays as it is."
    >
      {detail.isPending && <Bar className="h-64 w-full" />}
      {detail.isError && (
        <p role="alert" className="rounded-md bg-failed-soft p-3 text-failed text-sm">
          {asProblem(detail.error).message}
        </p>
      )}
      {detail.isSuccess && (
        <EditForm letter={letter} trigger={detail.data.trigger} {...{ onClose, onStarted }} />
      )}
    </Dialog>
  );
};

const EditForm = ({ letter, trigger, onClose, onStarted }: Props & { trigger: unknown }) => {
  const [text, setText] = useState(() => JSON.stringify(trigger ?? {}, null, 2));
  const [mode, setMode] = useState("whole");
  const [version, setVersion] = useState("same");
  const [problem, setProblem] = useState<Problem>();
  const [pending, setPending] = useState(false);
  const input = readJsonObject(text);
  const redrive = async () => {
    if ("mistake" in input) return;
    setPending(true);
    setProblem(undefined);
    try {
      const body = { ids: [letter.id], mode, version, input: input.value };
      onStarted(await startBulk({ path: "/api/v1/dead-letters/redrive", body }));
    } catch (error) {
      setProblem(asProblem(error));
      setPending(false);
    }
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void redrive();
      }}
    >
      <JsonField
        label="Input (the trigger, as expressions see it)"
        value={text}
        onChange={setText}
        {...("mistake" in input && { mistake: input.mistake })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Begin"
          name="mode"
          value={mode}
          onChange={({ target }) => setMode(target.value)}
          help={
            mode === "whole"
              ? "Every step is performed again."
              : "Steps before it keep how they ended, with the old input."
          }
        >
          <option value="whole">With the first step</option>
          <option value="from-failed-step">At the failed step</option>
        </SelectField>
        <SelectField
          label="Version"
          name="version"
          value={version}
          onChange={({ target }) => setVersion(target.value)}
        >
          <option value="same">Version {letter.version}, as it ran</option>
          <option value="latest">The live one</option>
        </SelectField>
      </div>
      {problem && (
        <p role="alert" className="rounded-md bg-failed-soft p-3 text-failed text-sm">
          {problem.message}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button type="submit" look="primary" pending={pending} disabled={"mistake" in input}>
          Redrive
        </Button>
      </DialogActions>
    </form>
  );
};
