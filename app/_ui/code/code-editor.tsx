"use client";

import { type KeyboardEvent, type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { cn } from "@/app/_ui/cn";
import { editKey } from "@/app/_ui/code/edit-keys";
import { Highlighted } from "@/app/_ui/code/highlighted";

const LINE_PX = 20;
const PADDING_PX = 8;
/** Larger texts are shown without colours, so that typing stays immediate. */
const COLOURED_MAX = 60_000;

/** What a parent can do with the editor. */
export type CodeEditorHandle = { goToLine: (line: number) => void };

type Props = {
  ref?: Ref<CodeEditorHandle>;
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** Messages by line number (from 1); these lines are marked. */
  marks: Map<number, string[]>;
};

/** A plain text field dressed as a code editor: line numbers, marked lines, indenting keys. Everything native stays: undo, selection, screen readers. */
export const CodeEditor = ({ ref, label, value, onChange, readOnly = false, marks }: Props) => {
  const area = useRef<HTMLTextAreaElement>(null);
  const leaving = useRef(false);
  const lines = useMemo(() => value.split("\n"), [value]);
  useImperativeHandle(ref, () => ({ goToLine: (line) => goToLine(area.current, line) }), []);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const plain =
      !event.ctrlKey && !event.metaKey && !event.altKey && !event.nativeEvent.isComposing;
    const leaves = leaving.current && event.key === "Tab";
    leaving.current = event.key === "Escape" || (leaving.current && event.key === "Shift");
    if (readOnly || leaves || !plain) return;
    if (editKey(event.currentTarget, event.key, event.shiftKey)) event.preventDefault();
  };
  return (
    <div className="grid gap-1.5">
      <div className="max-h-[70vh] min-h-64 overflow-auto rounded-lg border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-focus focus-within:outline-offset-2">
        <div className="flex min-h-64 w-max min-w-full font-mono text-xs leading-5">
          <Gutter count={lines.length} marks={marks} />
          <div className="relative min-w-0 flex-1">
            {[...marks.keys()].map((line) => (
              <span
                key={line}
                aria-hidden
                className="absolute inset-x-0 h-5 bg-failed-soft"
                style={{ top: PADDING_PX + (line - 1) * LINE_PX }}
              />
            ))}
            {value.length <= COLOURED_MAX && <Highlighted text={value} />}
            <textarea
              ref={area}
              aria-label={label}
              aria-describedby="code-keys"
              value={value}
              readOnly={readOnly}
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={press}
              spellCheck={false}
              autoComplete="off"
              autoCorrect="off"
              autoCapitalize="none"
              wrap="off"
              rows={lines.length}
              cols={Math.min(400, Math.max(20, ...lines.map((line) => line.length + 2)))}
              className={cn(
                "relative block min-h-full min-w-full resize-none overflow-hidden whitespace-pre bg-transparent p-2 caret-ink outline-none",
                value.length <= COLOURED_MAX && "text-transparent",
              )}
            />
          </div>
        </div>
      </div>
      <p id="code-keys" className="text-muted text-xs">
        Tab indents. To leave the editor by keyboard, press Escape, then Tab.
      </p>
    </div>
  );
};

const Gutter = ({ count, marks }: { count: number; marks: Props["marks"] }) => (
  <ol
    aria-hidden
    className="sticky left-0 z-10 select-none border-line border-r bg-surface py-2 text-right text-faint"
  >
    {Array.from({ length: count }, (_, index) => index + 1).map((line) => (
      <li
        key={line}
        title={marks.get(line)?.join("\n")}
        className={cn("h-5 px-2", marks.has(line) && "bg-failed-soft font-semibold text-failed")}
      >
        {line}
      </li>
    ))}
  </ol>
);

const goToLine = (area: HTMLTextAreaElement | null, line: number) => {
  if (!area) return;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const frame = area.closest(".overflow-auto");
  frame?.scrollTo({ top: PADDING_PX + (line - 1) * LINE_PX - frame.clientHeight / 2 });
  area.scrollIntoView({ block: "nearest" });
};
