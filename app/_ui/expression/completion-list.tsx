"use client";

import { useEffect, useRef } from "react";
import { cn } from "@/app/_ui/cn";
import type { Completion } from "@/app/_ui/expression/complete";

type Props = {
  id: string;
  options: Completion[];
  active: number;
  onTake: (index: number) => void;
  onHover: (index: number) => void;
};

export const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** What can be chosen, with its type and what it was in the last run. */
export const CompletionList = ({ id, options, active, onTake, onHover }: Props) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Values and functions"
      className="absolute inset-x-0 top-full z-30 mt-1 max-h-64 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
    >
      {options.map(({ label, type, detail }, index) => (
        <div
          key={label}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(index);
          }}
          onMouseMove={() => index !== active && onHover(index)}
          className={cn(
            "flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 text-sm",
            index === active && "bg-hover",
          )}
        >
          <span className="shrink-0 font-mono text-xs">{label}</span>
          <span className="min-w-0 flex-1 truncate text-right text-muted text-xs">{detail}</span>
          <span className="w-14 shrink-0 text-right text-faint text-xs">{type}</span>
        </div>
      ))}
    </div>
  );
};
