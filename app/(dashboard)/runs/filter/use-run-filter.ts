"use client";

import { useQueryStates } from "nuqs";
import { useCallback, useTransition } from "react";
import { type Filter, PARSERS } from "@/app/(dashboard)/runs/filter/fields";

type Change = { [K in keyof Filter]: string | null };

/** The list's address: what it holds, and a way to change it that goes back to the first page. */
export const useRunFilter = () => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(PARSERS, {
    shallow: false,
    history: "push",
    startTransition,
  });
  const change = useCallback((to: Change) => void setQuery({ ...to, cursor: null }), [setQuery]);
  return { query, change, pending };
};
