"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SelectField } from "@/app/_ui/form/field";
import { JsonField, readJsonObject } from "@/app/_ui/form/json-field";
import { toast } from "@/app/_ui/frame/toast";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";
import type { RunDetail } from "@/lib/domain/runs/schema";

type Props = {
  run: RunDetail;
  /** The step to begin with; "" for the whole run. */
  from: string;
  onClose: () => void;
  onStarted: (runId: string) => void;
};

/** How a run is to be replayed: from where, on which version, with which input. */
export const ReplayDialog = ({ run, from: first, onClose, onStarted }: Props) => {
  const [from, setFrom] = useState(first);
  const [version, setVersion] = useState("same");
  const [edits, setEdits] = useState(false);
  const [text, setText] = useState(() => JSON.stringify(run.trigger ?? {}, null, 2));
  const [problem, setProblem] = useState<Problem>();
  const [pending, setPending] = useState(false);
  const input = edits ? readJsonObject(text) : undefined;
  const mistake = input && "mistake" in input ? input.mistake : undefined;
  const start = async () => {
    if (mistake) return;
    setPending(true);
    setProblem(undefined);
    try {
      const { runId } = await send<{ runId: string }>("POST", `/api/v1/runs/${run.id}/replay`, {
        body: {
          version,
          ...(from && { from }),
          ...(input && "value" in input && { input: input.value }),
        },
      });
      toast.success("A new run has started");
      onStarted(runId);
    } catch (error) {
      setProblem(asProblem(error));
      setPending(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      wide={edits}
      title="Replay"
      summary="Starts a new run; this one stays as it is. Effects carry keys of the new run, so the other side takes them as new."
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <SelectField
          label="Begin"
          name="from"
          value={from}
          onChange={({ target }) => setFrom(target.value)}
          help={
            from
              ? "Steps that do not depend on it keep how they ended; it and what follows is performed again."
              : "Every step is performed again."
          }
        >
          <option value="">With the first step</option>
          {run.steps.map((step) => (
            <option key={step.id} value={step.id}>
              At {step.name ?? step.id}
              {step.status === "failed" ? " (failed)" : ""}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Version"
          name="version"
          value={version}
          onChange={({ target }) => setVersion(target.value)}
        >
          <option value="same">Version {run.version}, as it ran</option>
          <option value="latest">The version that is live now</option>
        </SelectField>
        <label className="flex min-h-6 items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            checked={edits}
            onChange={({ target }) => setEdits(target.checked)}
            className="size-4 accent-accent"
          />
          Edit the input first
        </label>
        {edits && (
          <JsonField
            label="Input (the trigger, as expressions see it)"
            value={text}
            onChange={setText}
            {...(mistake && { mistake })}
          />
        )}
        {problem && (
          <p role="alert" className="rounded-md bg-failed-soft p-3 text-failed text-sm">
            {problem.message}
            {problem.requestId && (
              <span className="block font-mono text-xs">Request {problem.requestId}</span>
            )}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="primary" pending={pending} disabled={Boolean(mistake)}>
            Replay
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
