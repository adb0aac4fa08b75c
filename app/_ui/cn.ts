import { type CxOptions, cx } from "class-variance-authority";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { theme: { text: ["xs", "sm", "base", "lg", "xl", "2xl"] } },
});

/** Joins class names; the later of two that set the same thing wins. */
export const cn = (...values: CxOptions) => merge(cx(...values));
