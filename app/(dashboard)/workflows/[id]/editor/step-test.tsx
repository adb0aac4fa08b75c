"use client";

import { CircleAlert, CircleCheck, Eye, FlaskConical } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { JsonTree } from "@/app/_ui/data/json-tree";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";
import { formatDuration } from "@/app/_ui/time/format";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { SampleBox } from "@/app/(dashboard)/workflows/[id]/editor/sample-box";
import { useTesting } from "@/app/(dashboard)/workflows/[id]/editor/test-context";
import type { TestStepResult } from "@/lib/domain/workflows/schema";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

type Props = { id: string; kind: StepKindItem | undefined };
type Outcome = { result: TestStepResult; real: boolean };

/** Tries the step with the data at hand: what it would get, and after a question what it really does. */
export const StepTest = ({ id, kind }: Props) => {
  const { workflow, mayWrite } = useEditor();
  const { sample, flush } = useTesting();
  const [pending, setPending] = useState(false);
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [problem, setProblem] = useState<Problem>();
  const attempt = async (perform: boolean): Promise<boolean> => {
    setPending(true);
    setProblem(undefined);
    try {
      await flush();
      const result = await send<TestStepResult>(
        "POST",
        `/api/v1/workflows/${workflow.id}/test-step`,
        { body: { stepId: id, ...(sample ?? {}), perform } },
      );
      setOutcome({ result, real: perform });
    } catch (error) {
      setProblem(asProblem(error));
    }
    setPending(false);
    return true;
  };
  const isPure = kind?.pure ?? false;
  return (
    <div className="grid gap-4">
      <SampleBox />
      {mayWrite ? (
        <div className="flex flex-wrap gap-2">
          <Button
            look={isPure ? "primary" : "plain"}
            pending={pending}
            onClick={() => void attempt(false)}
          >
            {isPure ? <FlaskConical aria-hidden /> : <Eye aria-hidden />}
            {isPure ? "Test this step" : "Show its input"}
          </Button>
          {!isPure && !kind?.wait && !kind?.body && (
            <Button look="primary" disabled={pending} onClick={() => setAsking(true)}>
              <FlaskConical aria-hidden />
              Do it for real
            </Button>
          )}
        </div>
      ) : (
        <p className="text-muted">You may look, but not test steps.</p>
      )}
      {problem && (
        <p role="alert" className="flex gap-1.5 text-failed text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {problem.message}
        </p>
      )}
      {outcome && <Shown {...outcome} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Do this step for real?"
        summary={`“${kind?.title ?? id}” touches something outside of Steward. What it does now is real and cannot be taken back: a request is sent, a mail is delivered.`}
        verb="Do it for real"
        onConfirm={() => attempt(true)}
      />
    </div>
  );
};

const Shown = ({ result: { input, output, error, performed, durationMs }, real }: Outcome) => (
  <div className="grid gap-3" role="status">
    {error ? (
      <p className="flex gap-1.5 rounded-md bg-failed-soft p-2.5 text-failed text-sm">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">
          {error.message} <span className="font-mono text-xs">{error.code}</span>
        </span>
      </p>
    ) : (
      <p className="flex gap-1.5 text-sm text-succeeded">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
        {performed
          ? `${real ? "Done for real" : "Worked"} in ${formatDuration(durationMs)}`
          : "Nothing was done. This is what it would get."}
      </p>
    )}
    {input !== null && (
      <section className="grid gap-1">
        <h3 className="font-medium text-sm">Input</h3>
        <JsonTree value={input} path="input" />
      </section>
    )}
    {performed && !error && (
      <section className="grid gap-1">
        <h3 className="font-medium text-sm">Output</h3>
        <JsonTree value={output} path="output" />
      </section>
    )}
  </div>
);
