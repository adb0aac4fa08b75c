"use client";

import { Toaster } from "sonner";
import type { Theme } from "@/app/_ui/frame/theme";

const LOOK =
  "!rounded-lg !border-line !bg-raised !text-ink !shadow-raised !font-sans [&_[data-description]]:!text-muted";

/** Where short news appear. */
export const Toasts = ({ theme }: { theme: Theme }) => (
  <Toaster theme={theme} position="bottom-right" toastOptions={{ className: LOOK }} />
);
