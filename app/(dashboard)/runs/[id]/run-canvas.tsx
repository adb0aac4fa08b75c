"use client";

import { useQuery } from "@tanstack/react-query";
import { Canvas } from "@/app/_ui/canvas/canvas";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { StepList } from "@/app/_ui/canvas/step-list";
import { send } from "@/app/_ui/http/send";
import type { RunDetail } from "@/lib/domain/runs/schema";
import type { StepKindList } from "@/lib/domain/workflows/step-kinds/schema";

type Props = {
  run: RunDetail;
  selected: string | undefined;
  onSelect: (stepId: string) => void;
};

/** What the run itself tells of its document; conditions and ways out of errors are only in the version. */
const sketchOf = ({ workflowName, triggerKind, steps }: RunDetail) => ({
  name: workflowName,
  trigger: { type: triggerKind },
  steps: steps.map(({ id, name, type, needs }) => ({ id, type, needs, ...(name && { name }) })),
});

/** The run painted over the version it runs; below 768 px as a list. */
export const RunCanvas = ({ run, selected, onSelect }: Props) => {
  const { data: kinds } = useQuery({
    queryKey: ["step-kinds"],
    queryFn: ({ signal }) => send<StepKindList>("GET", "/api/v1/step-kinds", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data: version } = useQuery({
    queryKey: ["version", run.workflowId, run.version],
    queryFn: ({ signal }) =>
      send<{ definition: Record<string, unknown> }>(
        "GET",
        `/api/v1/workflows/${run.workflowId}/versions/${run.version}`,
        { signal },
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const drawing: CanvasProps = {
    label: `The run of ${run.workflowName}`,
    document: version?.definition ?? sketchOf(run),
    kinds: kinds?.data ?? [],
    states: Object.fromEntries(
      run.steps.map(({ id, status, attempts, items }) => [id, { status, attempts, items }]),
    ),
    selected: selected ? [selected] : [],
    onSelect: (ids) => {
      const id = ids.find((one) => run.steps.some((step) => step.id === one));
      if (id) onSelect(id);
    },
  };
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line bg-surface max-md:hidden">
        <Canvas {...drawing} className="h-[min(60vh,560px)]" />
      </div>
      <StepList {...drawing} className="md:hidden" />
    </>
  );
};
