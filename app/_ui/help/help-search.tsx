"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { readHelpIndex } from "@/app/_ui/help/read-help";
import { searchHelp } from "@/app/_ui/help/search";
import { asProblem } from "@/app/_ui/http/send";
import type { SearchEntry } from "@/lib/domain/help/schema";

const SHOWN_MAX = 8;

type Props = { onOpen: (slug: string) => void; className?: string; isPage?: boolean };

/** Searches the articles in the browser; the index is asked for with the first letter. Arrows choose, Enter opens. */
export const HelpSearch = ({ onOpen, className, isPage = false }: Props) => {
  const id = useId();
  const [query, setQuery] = useState("");
  const [entries, setEntries] = useState<SearchEntry[]>();
  const [failure, setFailure] = useState("");
  const [at, setAt] = useState(0);
  const load = () => {
    if (entries) return;
    readHelpIndex()
      .then((data) => {
        setEntries(data);
        setFailure("");
      })
      .catch((error: unknown) => setFailure(asProblem(error).message));
  };
  const found = entries ? searchHelp(entries, query).slice(0, SHOWN_MAX) : [];
  const isAsked = query.trim() !== "";
  const open = (entry: SearchEntry | undefined) => {
    if (!entry) return;
    setQuery("");
    onOpen(entry.slug);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    }
    if (event.key === "Enter") open(found[at]);
    if (event.key === "Escape" && isAsked) {
      event.stopPropagation();
      setQuery("");
    }
  };
  return (
    <search className={cn("relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted"
      />
      <input
        type="text"
        role="combobox"
        aria-label="Search the help"
        aria-expanded={isAsked}
        aria-controls={`${id}-found`}
        aria-activedescendant={found[at] ? `${id}-${found[at].slug}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder="Search the help"
        data-search={isPage || undefined}
        value={query}
        onFocus={load}
        onKeyDown={press}
        onChange={({ target }) => {
          load();
          setQuery(target.value);
          setAt(0);
        }}
        className="h-9 w-full rounded-md border border-line-strong bg-surface pr-2.5 pl-8 text-base hover:border-muted"
      />
      <div
        id={`${id}-found`}
        role="listbox"
        aria-label="Articles"
        hidden={!isAsked}
        className="absolute inset-x-0 top-10 z-20 max-h-96 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-raised"
      >
        {found.map((entry, index) => (
          <button
            key={entry.slug}
            id={`${id}-${entry.slug}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => open(entry)}
            className={cn(
              "block w-full rounded-md px-3 py-2 text-left",
              index === at && "bg-hover",
            )}
          >
            <span className="block font-medium text-sm">{entry.title}</span>
            <span className="block text-muted text-xs">{entry.summary}</span>
          </button>
        ))}
      </div>
      <p
        role="status"
        className={cn("text-muted text-sm", isAsked && found.length === 0 ? "mt-2" : "sr-only")}
      >
        {isAsked && failure && `The search is away: ${failure}`}
        {isAsked &&
          !failure &&
          entries &&
          found.length === 0 &&
          "No article has these words. Try one word less."}
        {isAsked &&
          found.length > 0 &&
          `${found.length} ${found.length === 1 ? "article" : "articles"}`}
      </p>
    </search>
  );
};
