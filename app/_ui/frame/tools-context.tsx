"use client";

import { createContext, type ReactNode, useContext } from "react";

type Tools = { start: ReactNode; end: ReactNode };

const Context = createContext<Tools>({ start: null, end: null });

/** What stands in every top bar. The layout makes it once, so that pages do not each carry its scripts. */
export const ToolsProvider = ({ start, end, children }: Tools & { children: ReactNode }) => (
  <Context value={{ start, end }}>{children}</Context>
);

/** The tools at one side of the top bar; none outside of the dashboard. */
export const ToolsAt = ({ side }: { side: keyof Tools }) => useContext(Context)[side];
