"use client";

import { CircleAlert } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { JsonForm } from "@/app/_ui/json-form/json-form";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { InnerSteps } from "@/app/(dashboard)/workflows/[id]/editor/inner-steps";
import { StepIdentity } from "@/app/(dashboard)/workflows/[id]/editor/step-identity";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

type Props = {
  id: string;
  index: number;
  step: Record<string, unknown>;
  kind: StepKindItem | undefined;
};

/** What a step does: its name and the form of its kind. */
export const StepSetup = ({ id, index, step, kind }: Props) => {
  const { problems, set, mayWrite } = useEditor();
  const input = (kind?.inputSchema ?? {}) as JsonSchema;
  const known = Object.keys(input.properties ?? {});
  const given = typeof step.with === "object" && step.with !== null ? Object.keys(step.with) : [];
  const strangers = kind ? given.filter((key) => !known.includes(key)) : [];
  const path = ["steps", index, "with"];
  const whole = problems.filter(
    ({ path: at }) => at === path.join(".") || at === `steps.${index}.type`,
  );
  return (
    <div className="grid gap-4">
      <StepIdentity {...{ id, index, step }} />
      {whole.map(({ message }) => (
        <p key={message} className="flex items-start gap-1.5 text-failed text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {message}
        </p>
      ))}
      <JsonForm schema={input} path={path} value={step.with} />
      {strangers.map((key) => (
        <p
          key={key}
          data-field={`steps.${index}.with.${key}`}
          className="flex items-center gap-2 text-failed text-sm"
        >
          <span className="min-w-0 flex-1">
            <span className="font-mono text-xs">{key}</span> is no field of this step.
          </span>
          {mayWrite && (
            <Button size="small" onClick={() => set([...path, key], undefined)}>
              Take it away
            </Button>
          )}
        </p>
      ))}
      {kind?.body && <InnerSteps index={index} steps={step.steps} />}
    </div>
  );
};
