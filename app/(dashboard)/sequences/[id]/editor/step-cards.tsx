"use client";

import { ArrowDown, ArrowUp, Copy, Hourglass, Mail, Trash2, TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/app/_ui/controls/button";
import { toast } from "@/app/_ui/frame/toast";
import {
  at,
  copyOf,
  listAt,
  newStep,
  steps,
  textAt,
} from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";
import { StepForm } from "@/app/(dashboard)/sequences/[id]/editor/step-form";
import { whenWords } from "@/app/(dashboard)/sequences/words";

type Props = { open: number | null; onOpen: (index: number | null) => void; onUndo: () => void };

/** The steps in their order, each a card that opens into its form. */
export const StepCards = ({ open, onOpen, onUndo }: Props) => {
  const { draft, mayWrite, change } = useEditor();
  const list = listAt(draft, ["steps"]);
  const box = useRef<HTMLOListElement>(null);
  const focus = (index: number) =>
    setTimeout(
      () => box.current?.querySelector<HTMLElement>(`[data-step="${index}"]`)?.focus(),
      60,
    );
  const add = (type: "mail" | "wait") => {
    change((old) => steps.insert(old, list.length, newStep(old, type)));
    onOpen(list.length);
    focus(list.length);
  };
  return (
    <div className="grid gap-3">
      <ol ref={box} className="grid gap-3">
        {list.map((step, index) => (
          <li
            key={textAt(step, ["key"]) || `${index}`}
            className="rounded-lg border border-line bg-surface"
          >
            <CardHead
              index={index}
              isLast={index === list.length - 1}
              isOpen={open === index}
              onOpen={() => onOpen(open === index ? null : index)}
              onMove={(by) => {
                change((old) => steps.move(old, index, by));
                onOpen(open === index ? index + by : open);
                focus(index + by);
              }}
              onCopy={() => {
                change((old) => steps.insert(old, index + 1, copyOf(old, step)));
                onOpen(index + 1);
                focus(index + 1);
              }}
              onRemove={() => {
                change((old) => steps.remove(old, index));
                onOpen(null);
                toast.success("The step was taken out", {
                  action: { label: "Undo", onClick: onUndo },
                });
              }}
            />
            {open === index && (
              <div className="border-line border-t p-4">
                <StepForm index={index} />
              </div>
            )}
          </li>
        ))}
      </ol>
      {mayWrite && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => add("mail")}>
            <Mail aria-hidden />
            Add a mail
          </Button>
          <Button onClick={() => add("wait")}>
            <Hourglass aria-hidden />
            Wait for an event
          </Button>
        </div>
      )}
    </div>
  );
};

type HeadProps = {
  index: number;
  isLast: boolean;
  isOpen: boolean;
  onOpen: () => void;
  onMove: (by: 1 | -1) => void;
  onCopy: () => void;
  onRemove: () => void;
};

const CardHead = ({ index, isLast, isOpen, onOpen, onMove, onCopy, onRemove }: HeadProps) => {
  const { draft, mayWrite, problems } = useEditor();
  const step = at(draft, ["steps", index]);
  const isWait = at(step, ["type"]) === "wait";
  const count = problems.filter(({ path }) => `${path}.`.startsWith(`steps.${index}.`)).length;
  const title = isWait
    ? `Wait for ${textAt(step, ["event"]) || "an event"}`
    : textAt(step, ["content", "subject"]) || "Mail without a subject";
  const Icon = isWait ? Hourglass : Mail;
  const when = isWait
    ? `at the latest: ${whenWords(at(step, ["until"]), index === 0)}`
    : whenWords(at(step, ["when"]), index === 0);
  return (
    <div className="flex flex-wrap items-center gap-2 p-2">
      <button
        type="button"
        data-step={index}
        aria-expanded={isOpen}
        onClick={onOpen}
        className="flex min-h-9 min-w-0 flex-1 basis-60 items-center gap-3 rounded-md px-2 text-left hover:bg-hover"
      >
        <span className="tabular w-5 shrink-0 text-muted">{index + 1}</span>
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0">
          <span className="block truncate font-medium">{title}</span>
          <span className="block text-muted text-xs">
            {when}
            {textAt(step, ["if"]) && " · with a condition"}
            {listAt(step, ["arms"]).length > 0 && ` · arm ${listAt(step, ["arms"]).join(", ")}`}
          </span>
        </span>
      </button>
      {count > 0 && (
        <span className="inline-flex items-center gap-1 text-degraded text-sm">
          <TriangleAlert aria-hidden className="size-4" />
          {count} {count === 1 ? "problem" : "problems"}
        </span>
      )}
      {mayWrite && (
        <span className="flex">
          <CardButton
            label={`Move step ${index + 1} up`}
            disabled={index === 0}
            onClick={() => onMove(-1)}
          >
            <ArrowUp aria-hidden />
          </CardButton>
          <CardButton
            label={`Move step ${index + 1} down`}
            disabled={isLast}
            onClick={() => onMove(1)}
          >
            <ArrowDown aria-hidden />
          </CardButton>
          <CardButton label={`Copy step ${index + 1}`} onClick={onCopy}>
            <Copy aria-hidden />
          </CardButton>
          <CardButton label={`Take out step ${index + 1}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </CardButton>
        </span>
      )}
    </div>
  );
};

type CardButtonProps = {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
};

const CardButton = ({ label, children, ...props }: CardButtonProps) => (
  <Button look="quiet" size="small-icon" aria-label={label} title={label} {...props}>
    {children}
  </Button>
);
