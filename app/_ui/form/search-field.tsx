"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 300;

type Props = {
  label: string;
  placeholder: string;
  /** What the address holds. */
  value: string;
  /** Called when typing pauses, and at once on Enter. */
  onSearch: (text: string) => void;
};

/** The page's own search: `/` leads here. */
export const SearchField = ({ label, placeholder, value, onSearch }: Props) => {
  const [text, setText] = useState(value);
  const asked = useRef(value);
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    // The address changed from elsewhere: a chip taken off, the way back.
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  const ask = (next: string) => {
    if (next === asked.current) return;
    asked.current = next;
    search.current(next);
  };
  useEffect(() => {
    const timer = setTimeout(() => ask(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="relative min-w-0 max-sm:w-full">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-faint" />
      <input
        type="search"
        data-search
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        maxLength={200}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === "Enter" && ask(text.trim())}
        className="h-8 w-64 rounded-md border border-line bg-surface pr-2 pl-8 text-sm hover:bg-hover max-sm:w-full"
      />
    </div>
  );
};
