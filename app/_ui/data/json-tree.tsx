"use client";

import { ChevronRight, Search } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useContext,
  useDeferredValue,
  useMemo,
  useState,
} from "react";
import { cn } from "@/app/_ui/cn";
import { CopyButton } from "@/app/_ui/controls/copy-button";
import { entriesOf, type Found, findInJson, joinPath } from "@/app/_ui/data/find-in-json";

const STEP = 100;
/** Below this a search would be in the way. */
const WORTH_SEARCHING = 8;

const FoundContext = createContext<Found | undefined>(undefined);

type NodeProps = {
  name?: string | number;
  path: string;
  value: unknown;
  depth: number;
  /** Below a hit everything is shown. */
  inside?: boolean;
};

/** JSON as a tree whose branches fold, with a search; each line copies its path, the head copies the whole. `path` is the root's name in expressions. */
export const JsonTree = ({ value, path }: { value: unknown; path: string }) => {
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const whole = useMemo(() => JSON.stringify(value, null, 2) ?? "null", [value]);
  const found = useMemo(
    () => (wanted ? findInJson(value, path, wanted) : undefined),
    [value, path, wanted],
  );
  const searchable = whole.split("\n", WORTH_SEARCHING + 1).length > WORTH_SEARCHING;
  return (
    <div className="rounded-md border border-line bg-page font-mono text-xs">
      <div className="flex min-h-8 items-center gap-2 border-line border-b pr-1 pl-2">
        {searchable ? (
          <>
            <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
            <input
              type="search"
              aria-label={`Search in ${path}`}
              placeholder="Search names and values"
              value={text}
              onChange={({ target }) => setText(target.value)}
              className="h-7 min-w-0 flex-1 bg-transparent font-sans text-sm -outline-offset-2"
            />
          </>
        ) : (
          <span className="min-w-0 flex-1 truncate text-faint">{path}</span>
        )}
        <span role="status" className="tabular shrink-0 font-sans text-muted">
          {found && `${found.hits.size} found`}
        </span>
        <CopyButton value={whole} label="all of it as JSON" />
      </div>
      {/* Positioned, or the hidden labels of its buttons escape the clipping and widen the page. */}
      <ul className="relative max-h-[60vh] overflow-auto p-2">
        <FoundContext value={found}>
          <Node key={wanted} path={path} value={value} depth={0} />
        </FoundContext>
      </ul>
    </div>
  );
};

const Node = ({ name, path, value, depth, inside = false }: NodeProps) => {
  const searched = useContext(FoundContext);
  const found = inside ? undefined : searched;
  const [open, setOpen] = useState(found ? found.ways.has(path) : depth < 2);
  const [shown, setShown] = useState(STEP);
  const branch = entriesOf(value);
  const hit = found?.hits.has(path) ?? false;
  const key = name !== undefined && <span className="text-muted">{name}: </span>;
  if (!branch || branch.length === 0) {
    return (
      <Line path={path} hit={hit}>
        <span className="inline-block w-4" />
        {key}
        <Leaf value={value} />
      </Line>
    );
  }
  const [start, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const kept = found
    ? branch.filter(([child]) => {
        const at = joinPath(path, child);
        return hit || found.hits.has(at) || found.ways.has(at);
      })
    : branch;
  return (
    <>
      <Line path={path} hit={hit}>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="inline-flex min-h-6 items-center rounded-sm"
        >
          <ChevronRight
            aria-hidden
            className={cn("size-4 text-faint transition-transform", open && "rotate-90")}
          />
          {key}
          <span className="text-faint">{open ? start : `${start} ${branch.length} ${end}`}</span>
        </button>
      </Line>
      {open && (
        <li>
          <ul className="ml-2 border-line border-l pl-2">
            {kept.slice(0, shown).map(([child, inner]) => (
              <Node
                key={child}
                name={child}
                path={joinPath(path, child)}
                value={inner}
                depth={depth + 1}
                inside={inside || hit}
              />
            ))}
            {kept.length > shown && (
              <li>
                <button
                  type="button"
                  className="min-h-6 pl-4 text-accent underline underline-offset-2"
                  onClick={() => setShown(shown + STEP)}
                >
                  Show {Math.min(STEP, kept.length - shown)} more of {kept.length}
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

const Line = ({ path, hit, children }: { path: string; hit: boolean; children: ReactNode }) => (
  <li
    className={cn(
      "group flex min-h-6 items-center whitespace-pre rounded-sm",
      hit && "bg-accent-soft",
    )}
  >
    {children}
    <CopyButton
      value={path}
      label={`the path ${path}`}
      className="ml-1 opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100"
    />
  </li>
);

const Leaf = ({ value }: { value: unknown }) => {
  if (typeof value === "string")
    return <span className="whitespace-pre-wrap break-all">{JSON.stringify(value)}</span>;
  if (value === null || value === undefined) return <span className="text-faint">null</span>;
  return <span className="text-accent">{JSON.stringify(value)}</span>;
};
