"use client";

import { createContext, useContext } from "react";
import type { Known } from "@/app/_ui/expression/known";

/** What expressions of a form can read: names and types for completion, and a run's data for the preview. */
export type ExpressionHelp = {
  root: Known;
  scope: Record<string, unknown> | undefined;
  /** Where the data comes from, in words: "the run of 3 min ago". */
  source: string;
};

const Context = createContext<ExpressionHelp>({ root: {}, scope: undefined, source: "" });

export const ExpressionHelpProvider = Context;

export const useExpressionHelp = () => useContext(Context);
