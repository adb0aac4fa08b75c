import type { Route } from "next";
import { Link } from "@/app/_ui/controls/link";
import { StatusLabel } from "@/app/_ui/data/status";
import { formatDuration, shortenId } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import { Changes } from "@/app/(dashboard)/runs/[id]/compare/changes";
import type { RunComparison } from "@/lib/domain/runs/compare/schema";
import type { RunItem } from "@/lib/domain/runs/schema";

type Step = RunComparison["steps"][number];

const TWO = "grid grid-cols-1 gap-3 sm:grid-cols-2";

/** Two runs side by side; steps that are the same in both are folded. */
export const Comparison = ({ comparison: { left, right, trigger, steps } }: Props) => {
  const differing = steps.filter(({ isSame }) => !isSame).length;
  return (
    <div className="grid grid-cols-1 gap-5">
      <div className={TWO}>
        <Side title="Before" run={left} />
        <Side title="After" run={right} />
      </div>
      <p role="status" className="font-medium">
        {differing === 0
          ? "Every step did the same in both."
          : `${differing} of ${steps.length} ${steps.length === 1 ? "step differs" : "steps differ"}.`}
      </p>
      <ol className="grid gap-2">
        <li>
          <Part title="Input" isSame={trigger.changes.length === 0}>
            <Changes title="Input" differences={trigger} />
          </Part>
        </li>
        {steps.map((step) => (
          <li key={step.id}>
            <StepPart step={step} />
          </li>
        ))}
      </ol>
    </div>
  );
};

type Props = { comparison: RunComparison };

const Side = ({ title, run }: { title: string; run: RunItem }) => (
  <section
    aria-label={title}
    className="grid content-start gap-2 rounded-lg border border-line bg-surface p-4"
  >
    <div className="flex flex-wrap items-center justify-between gap-2">
      <h2 className="font-semibold text-lg">{title}</h2>
      <StatusLabel status={run.status} />
    </div>
    <p className="text-muted text-sm">
      <Link
        href={`/runs/${run.id}` as Route}
        className="font-mono text-ink text-xs underline underline-offset-2"
      >
        {shortenId(run.id)}
      </Link>{" "}
      · version {run.version} · <Moment at={run.queuedAt} />
      {run.durationMs !== null && ` · ${formatDuration(run.durationMs)}`}
    </p>
    {run.error && <p className="break-words text-failed text-sm">{run.error.message}</p>}
  </section>
);

type PartProps = {
  title: React.ReactNode;
  head?: React.ReactNode;
  isSame: boolean;
  children: React.ReactNode;
};

const Part = ({ title, head, isSame, children }: PartProps) => (
  <details open={!isSame} className="rounded-lg border border-line bg-surface">
    <summary className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-4 py-2 hover:bg-hover">
      <span className="min-w-0 flex-1 font-medium">{title}</span>
      {head}
      <span className={isSame ? "text-muted text-sm" : "font-medium text-degraded text-sm"}>
        {isSame ? "Same" : "Differs"}
      </span>
    </summary>
    <div className="grid gap-4 border-line border-t p-4">{children}</div>
  </details>
);

const StepPart = ({ step }: { step: Step }) => {
  const { name, id, type, left, right, isSame, input, output, error } = step;
  const parts = [
    ["Input", input],
    ["Output", output],
    ["Error", error],
  ] as const;
  const silent = parts.every(([, { changes }]) => changes.length === 0);
  return (
    <Part
      isSame={isSame}
      title={
        <>
          {name ?? id} <span className="font-mono font-normal text-muted text-xs">{type}</span>
        </>
      }
      head={
        <span className="flex items-center gap-2 text-sm">
          <StepSide side={left} />
          <span aria-hidden className="text-faint">
            →
          </span>
          <StepSide side={right} />
        </span>
      }
    >
      {parts.map(
        ([title, differences]) =>
          differences.changes.length > 0 && (
            <Changes key={title} title={title} differences={differences} />
          ),
      )}
      {silent && (
        <p className="text-muted">
          Input and output are the same
          {left?.status === right?.status ? "." : "; only how it ended differs."}
        </p>
      )}
    </Part>
  );
};

const StepSide = ({ side }: { side: Step["left"] }) =>
  side ? (
    <span className="inline-flex items-center gap-1.5">
      <StatusLabel status={side.status} bare />
      <span className="tabular text-muted text-xs">
        {side.reused ? "taken over" : side.durationMs !== null && formatDuration(side.durationMs)}
      </span>
    </span>
  ) : (
    <span className="text-muted">not there</span>
  );
