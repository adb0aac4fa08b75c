"use client";

import { Braces } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import { type Completions, choose, complete, type Mode } from "@/app/_ui/expression/complete";
import { CompletionList, optionId } from "@/app/_ui/expression/completion-list";
import { useExpressionHelp } from "@/app/_ui/expression/help-context";
import { ValuePreview } from "@/app/_ui/expression/value-preview";

type Props = {
  value: string;
  onChange: (value: string) => void;
  mode: Mode;
  /** Names the field for the button that inserts a value. */
  label: string;
  /** Several lines; Enter makes a new one. */
  lines?: boolean;
  mono?: boolean;
  /** Whether the value is shown below; default true. */
  preview?: boolean;
  /** Where no label element names the field. */
  ariaLabel?: string;
  readOnly?: boolean;
  placeholder?: string | undefined;
  wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
};

/** A text that may hold expressions: names are completed from the last run's data and the value is shown while typing. */
export const ExpressionInput = (props: Props) => {
  const { value, onChange, mode, label, lines = false, mono = false, readOnly = false } = props;
  const { root } = useExpressionHelp();
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [found, setFound] = useState<Completions>();
  const [active, setActive] = useState(0);
  const caretAfter = useRef<number | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret is put back after the text was drawn.
  useEffect(() => {
    if (caretAfter.current === undefined) return;
    area.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = undefined;
  }, [value]);
  const look = (text: string, caret: number, mustMatch: boolean) => {
    const next = complete(text, caret, mode, root);
    const typed = text.slice(next.from, caret);
    const wanted = !mustMatch || typed !== "" || text[next.from - 1] === ".";
    setActive(0);
    setFound(wanted && next.options.length > 0 ? next : undefined);
  };
  const take = (index: number) => {
    const option = found?.options[index];
    if (!option || !found || !area.current) return;
    const next = choose(value, area.current.selectionEnd, found.from, option);
    caretAfter.current = next.caret;
    setFound(undefined);
    onChange(next.text);
    area.current.focus();
  };
  const insertValue = () => {
    const field = area.current;
    if (!field) return;
    field.focus();
    const caret = field.selectionEnd;
    if (mode === "bare" || complete(value, caret, mode, root).options.length > 0)
      return look(value, caret, false);
    const text = `${value.slice(0, caret)}{{  }}${value.slice(caret)}`;
    caretAfter.current = caret + 3;
    onChange(text);
    return look(text, caret + 3, false);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      insertValue();
      return;
    }
    if (found) {
      const count = found.options.length;
      const acts: Record<string, () => void> = {
        arrowdown: () => setActive((active + 1) % count),
        arrowup: () => setActive((active + count - 1) % count),
        enter: () => take(active),
        escape: () => setFound(undefined),
      };
      const act = acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    } else if (event.key === "Enter" && !lines) event.preventDefault();
  };
  return (
    <div className="grid gap-1">
      <div className="relative">
        <textarea
          ref={area}
          {...props.wiring}
          {...(props.ariaLabel && { "aria-label": props.ariaLabel })}
          rows={lines ? 3 : 1}
          value={value}
          readOnly={readOnly}
          placeholder={props.placeholder}
          spellCheck={!mono && mode === "template" && lines}
          autoComplete="off"
          autoCapitalize="none"
          aria-haspopup="listbox"
          aria-controls={found && listId}
          aria-autocomplete="list"
          aria-activedescendant={found && optionId(listId, active)}
          onChange={({ target }) => {
            onChange(target.value);
            look(target.value, target.selectionEnd, true);
          }}
          onKeyDown={press}
          onBlur={() => setFound(undefined)}
          className={cn(
            "field-sizing-content block max-h-80 w-full resize-none rounded-md border border-line-strong bg-surface py-1.5 pr-9 pl-2.5 text-base hover:border-muted read-only:bg-hover aria-invalid:border-failed",
            lines ? "min-h-20" : "min-h-9",
            (mono || mode === "bare") && "font-mono text-sm",
          )}
        />
        {!readOnly && (
          <Button
            look="quiet"
            size="small-icon"
            aria-label={`Insert a value into ${label}`}
            title="Insert a value (Ctrl Space)"
            className="absolute top-1 right-1"
            onMouseDown={(event) => event.preventDefault()}
            onClick={insertValue}
          >
            <Braces aria-hidden />
          </Button>
        )}
        {found && (
          <CompletionList
            id={listId}
            options={found.options}
            active={active}
            onTake={take}
            onHover={setActive}
          />
        )}
      </div>
      <span role="status" className="sr-only">
        {found && `${found.options.length} to choose from, arrows and Enter`}
      </span>
      {props.preview !== false && <ValuePreview text={value} mode={mode} />}
    </div>
  );
};
