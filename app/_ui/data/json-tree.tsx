"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { CopyButton } from "@/app/_ui/controls/copy-button";

const STEP = 100;

type NodeProps = { name?: string | number; path: string; value: unknown; depth: number };

/** JSON as a tree whose branches fold; each line copies its path, the head copies the whole. `path` is the root's name in expressions. */
export const JsonTree = ({ value, path }: { value: unknown; path: string }) => (
  <div className="relative rounded-md border border-line bg-page p-2 font-mono text-xs">
    <div className="absolute top-1 right-1 z-10 rounded-md bg-page">
      <CopyButton value={JSON.stringify(value, null, 2) ?? "null"} label="all of it as JSON" />
    </div>
    {/* Positioned, or the hidden labels of its buttons escape the clipping and widen the page. */}
    <ul className="relative overflow-x-auto pr-6">
      <Node path={path} value={value} depth={0} />
    </ul>
  </div>
);

const Node = ({ name, path, value, depth }: NodeProps) => {
  const [open, setOpen] = useState(depth < 2);
  const [shown, setShown] = useState(STEP);
  const branch = entriesOf(value);
  const key = name !== undefined && <span className="text-muted">{name}: </span>;
  if (!branch || branch.length === 0) {
    return (
      <Line path={path}>
        <span className="inline-block w-4" />
        {key}
        <Leaf value={value} />
      </Line>
    );
  }
  const [start, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return (
    <>
      <Line path={path}>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="inline-flex min-h-6 items-center rounded-sm"
        >
          <ChevronRight
            aria-hidden
            className={`size-4 text-faint transition-transform ${open ? "rotate-90" : ""}`}
          />
          {key}
          <span className="text-faint">{open ? start : `${start} ${branch.length} ${end}`}</span>
        </button>
      </Line>
      {open && (
        <li>
          <ul className="ml-2 border-l border-line pl-2">
            {branch.slice(0, shown).map(([child, inner]) => (
              <Node
                key={child}
                name={child}
                path={join(path, child)}
                value={inner}
                depth={depth + 1}
              />
            ))}
            {branch.length > shown && (
              <li>
                <button
                  type="button"
                  className="min-h-6 pl-4 text-accent underline underline-offset-2"
                  onClick={() => setShown(shown + STEP)}
                >
                  Show {Math.min(STEP, branch.length - shown)} more of {branch.length}
                </button>
              </li>
            )}
          </ul>
          <span className="ml-4 text-faint">{end}</span>
        </li>
      )}
    </>
  );
};

const Line = ({ path, children }: { path: string; children: ReactNode }) => (
  <li className="group flex min-h-6 items-center whitespace-pre">
    {children}
    <CopyButton
      value={path}
      label={`the path ${path}`}
      className="ml-1 opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100"
    />
  </li>
);

const Leaf = ({ value }: { value: unknown }) => {
  if (typeof value === "string") return <span className="break-all">{JSON.stringify(value)}</span>;
  if (value === null || value === undefined) return <span className="text-faint">null</span>;
  return <span className="text-accent">{JSON.stringify(value)}</span>;
};

const entriesOf = (value: unknown): [string | number, unknown][] | undefined => {
  if (Array.isArray(value)) return value.map((inner, index) => [index, inner]);
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
};

const join = (path: string, key: string | number) =>
  typeof key === "string" && /^[A-Za-z_]\w*$/.test(key)
    ? `${path}.${key}`
    : `${path}[${JSON.stringify(key)}]`;
