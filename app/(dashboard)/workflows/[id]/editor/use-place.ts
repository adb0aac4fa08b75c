"use client";

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback } from "react";
import type { View } from "@/app/(dashboard)/workflows/[id]/editor/toolbar";
import { useNarrow } from "@/app/(dashboard)/workflows/[id]/editor/use-narrow";

const NO_IDS: string[] = [];

/** How the draft is shown and what is selected; both are the URL. Narrow screens begin with the list. */
export const usePlace = () => {
  const narrow = useNarrow();
  const [chosen, setView] = useQueryState("view", parseAsStringLiteral(["canvas", "list", "json"]));
  const usual = narrow === undefined ? undefined : narrow ? "list" : "canvas";
  const view: View | undefined = chosen ?? usual;
  const [selected, setSelected] = useQueryState(
    "step",
    parseAsArrayOf(parseAsString).withDefault(NO_IDS),
  );
  const select = useCallback(
    (ids: readonly string[]) => void setSelected(ids.length > 0 ? [...ids] : null),
    [setSelected],
  );
  const show = useCallback((next: View) => void setView(next), [setView]);
  return { view, show, selected, select };
};
