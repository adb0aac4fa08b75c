import { ArrowUpDown, Equal, type LucideIcon, Minus, Pencil, Plus } from "lucide-react";
import type { FieldChange, StepChange, VersionDiff } from "@/lib/domain/workflows/versions/schema";

type Props = { diff: VersionDiff; before: string; after: string };

const CHANGES: Record<StepChange["change"], { icon: LucideIcon; word: string }> = {
  added: { icon: Plus, word: "Added" },
  removed: { icon: Minus, word: "Removed" },
  moved: { icon: ArrowUpDown, word: "Moved" },
  changed: { icon: Pencil, word: "Changed" },
  "moved and changed": { icon: ArrowUpDown, word: "Moved and changed" },
};

const TEXT_MAX = 4000;

const textOf = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)} …` : text;
};

const count = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

const Value = ({ side, has, value }: { side: string; has: boolean; value: unknown }) => (
  <div className="min-w-0">
    <p className="text-muted text-xs">{side}</p>
    {has ? (
      <pre className="mt-1 whitespace-pre-wrap rounded-md bg-hover px-2 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
        {textOf(value) || "“”"}
      </pre>
    ) : (
      <p className="mt-1 px-2 py-1.5 text-faint text-sm">not there</p>
    )}
  </div>
);

const Fields = ({ fields, before, after }: { fields: FieldChange[] } & Omit<Props, "diff">) => (
  <ul className="divide-y divide-line">
    {fields.map((field) => (
      <li key={field.path} className="grid gap-2 px-4 py-3">
        <p className="break-words font-mono text-sm">{field.path}</p>
        <div className="grid gap-2 sm:grid-cols-2">
          <Value side={`In ${before}`} has={"before" in field} value={field.before} />
          <Value side={`In ${after}`} has={"after" in field} value={field.after} />
        </div>
      </li>
    ))}
  </ul>
);

const places = ({ change, from, to }: StepChange) =>
  change.startsWith("moved") && from !== null && to !== null
    ? `from place ${from + 1} to ${to + 1}`
    : "";

// Only steps that came or went are told whole, so only these can be called by name.
const nameOf = ({ before, after }: StepChange) => {
  const { name, type } = (after ?? before ?? {}) as { name?: unknown; type?: unknown };
  return [name, type].filter((text) => typeof text === "string").join(" · ");
};

const Step = ({ step, ...sides }: { step: StepChange } & Omit<Props, "diff">) => {
  const { icon: Icon, word } = CHANGES[step.change];
  const whole = step.after ?? step.before;
  return (
    <li className="overflow-hidden rounded-lg border border-line bg-surface">
      <h4 className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
        <span className="inline-flex items-center gap-1.5 text-sm">
          <Icon aria-hidden className="size-4 text-faint" />
          {word}
        </span>
        <span className="font-mono font-semibold">{step.id}</span>
        <span className="text-muted text-sm">{nameOf(step) || places(step)}</span>
      </h4>
      {step.fields.length > 0 && (
        <div className="border-line border-t">
          <Fields fields={step.fields} {...sides} />
        </div>
      )}
      {whole !== undefined && (
        <pre className="whitespace-pre-wrap border-line border-t px-4 py-3 font-mono text-xs [overflow-wrap:anywhere]">
          {textOf(whole)}
        </pre>
      )}
    </li>
  );
};

const summaryOf = ({ fields, steps }: VersionDiff): string => {
  const kinds = Object.keys(CHANGES) as StepChange["change"][];
  const words = kinds.flatMap((kind) => {
    const n = steps.filter(({ change }) => change === kind).length;
    return n > 0 ? [`${count(n, "step")} ${CHANGES[kind].word.toLowerCase()}`] : [];
  });
  if (fields.length > 0) words.unshift(`${count(fields.length, "setting")} changed`);
  return `${words.join(", ")}.`;
};

/** What is different between two versions: settings and trigger first, then step by step. */
export const DiffView = ({ diff, before, after }: Props) => {
  if (diff.isSame)
    return (
      <p className="flex items-center gap-2 rounded-lg border border-line bg-surface p-4 text-muted">
        <Equal aria-hidden className="size-4 shrink-0" />
        They are the same.
      </p>
    );
  return (
    <div className="grid grid-cols-1 gap-5">
      <p className="text-muted">{summaryOf(diff)}</p>
      {diff.problems.length > 0 && (
        <p className="text-degraded">
          The draft has {count(diff.problems.length, "problem")} that must be mended before it can
          be published.
        </p>
      )}
      {diff.fields.length > 0 && (
        <div className="grid grid-cols-1 gap-2">
          <h3 className="font-semibold">Trigger and settings</h3>
          <div className="overflow-hidden rounded-lg border border-line bg-surface">
            <Fields fields={diff.fields} before={before} after={after} />
          </div>
        </div>
      )}
      {diff.steps.length > 0 && (
        <div className="grid grid-cols-1 gap-2">
          <h3 className="font-semibold">Steps</h3>
          <ol className="grid grid-cols-1 gap-3">
            {diff.steps.map((step) => (
              <Step key={`${step.id}/${step.from}`} step={step} before={before} after={after} />
            ))}
          </ol>
        </div>
      )}
    </div>
  );
};
