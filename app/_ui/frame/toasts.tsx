"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { Theme } from "@/app/_ui/frame/theme";
import { onToast, toastsReady } from "@/app/_ui/frame/toast";

const LOOK =
  "!rounded-lg !border-line !bg-raised !text-ink !shadow-raised !font-sans [&_[data-description]]:!text-muted";

const Toaster = lazy(async () => ({ default: (await import("sonner")).Toaster }));

/** Stands behind the toaster, which listens once this is there. */
const Ready = () => {
  useEffect(toastsReady, []);
  return null;
};

/** Where short news appear, from the first on. */
export const Toasts = ({ theme }: { theme: Theme }) => {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onToast(() => setWanted(true)), []);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <Toaster theme={theme} position="bottom-right" toastOptions={{ className: LOOK }} />
      <Ready />
    </Suspense>
  );
};
