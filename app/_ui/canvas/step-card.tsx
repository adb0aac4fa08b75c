import { TriangleAlert } from "lucide-react";
import type { KindLook, StepState } from "@/app/_ui/canvas/canvas-props";
import { type GraphNode, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { StepIcon } from "@/app/_ui/canvas/step-icon";
import { StatusLabel } from "@/app/_ui/data/status";

export type CardData = {
  node: GraphNode;
  kind: KindLook | undefined;
  state: StepState | undefined;
  problems: number;
};

const kindTitle = ({ node, kind }: CardData): string =>
  node.id === TRIGGER_ID ? "Trigger" : (kind?.title ?? (node.type || "No type yet"));

const countWords = (count: number) => `${count} ${count === 1 ? "problem" : "problems"}`;

const itemWords = ({ done, total, failed = 0 }: NonNullable<StepState["items"]>) =>
  `${done}/${total}${failed > 0 ? `, ${failed} failed` : ""}`;

/** The inside of a node: icon, name, kind, and below them how it did and what is wrong with it. */
export const CardBody = (data: CardData) => {
  const { node, kind, state, problems } = data;
  const isTrigger = node.id === TRIGGER_ID;
  return (
    <>
      <span className="flex h-14 items-center gap-2.5 px-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-md bg-accent-soft text-accent">
          <StepIcon
            className="size-4.5"
            {...(isTrigger ? { type: node.type } : { name: kind?.icon })}
          />
        </span>
        <span className="min-w-0 flex-1 text-left">
          <span className="block truncate font-medium text-sm" title={node.title}>
            {node.title}
          </span>
          <span className="block truncate text-muted text-xs">
            <span className="sr-only">, </span>
            {kindTitle(data)}
            {node.inside > 0 && ` · ${node.inside} ${node.inside === 1 ? "step" : "steps"} inside`}
          </span>
        </span>
      </span>
      {node.chip && <span className="sr-only">, {node.chip}</span>}
      {(state || problems > 0) && (
        <span className="flex h-[26px] items-center justify-between gap-2 border-line border-t px-3 text-xs">
          {state ? (
            <span className="flex min-w-0 items-center gap-2">
              <StatusLabel bare status={state.status} className="gap-1 text-xs [&_svg]:size-3.5" />
              <span className="tabular truncate text-muted">
                {state.items ? itemWords(state.items) : attemptWords(state.attempts)}
              </span>
            </span>
          ) : (
            <span />
          )}
          {problems > 0 && (
            <span className="flex shrink-0 items-center gap-1 text-degraded">
              <TriangleAlert aria-hidden className="size-3.5" />
              {countWords(problems)}
            </span>
          )}
        </span>
      )}
    </>
  );
};

const attemptWords = (attempts = 0) => (attempts > 1 ? `${attempts} attempts` : "");
