"use client";

import { createContext, useContext } from "react";
import type { SampleAccess } from "@/app/(dashboard)/workflows/[id]/editor/use-sample";

/** The data steps are tried with, and what saves the draft before. */
export type Testing = Pick<SampleAccess, "sample" | "source" | "pinned" | "pin" | "run"> & {
  flush: () => Promise<boolean>;
};

const Context = createContext<Testing | undefined>(undefined);

export const TestingProvider = Context;

export const useTesting = (): Testing => {
  const testing = useContext(Context);
  if (!testing) throw new Error("Testing belongs into the editor.");
  return testing;
};
