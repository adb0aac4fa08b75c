"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Format } from "@/app/_ui/time/format";

const Context = createContext<Format>({ locale: "en", timeZone: "UTC" });

/** How the reader wants dates and numbers; the same on the server and in the browser. */
export const FormatProvider = ({ format, children }: { format: Format; children: ReactNode }) => (
  <Context value={format}>{children}</Context>
);

export const useFormat = () => useContext(Context);
