"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { onHelp, onTour } from "@/app/_ui/help/open-help";

const HelpAside = lazy(async () => ({
  default: (await import("@/app/_ui/help/help-aside")).HelpAside,
}));
const Tour = lazy(async () => ({ default: (await import("@/app/_ui/help/tour")).Tour }));

/** Where help and tour appear; their code is loaded when they are first asked for. */
export const HelpRoot = () => {
  const [wish, setWish] = useState<{ slug: string | undefined }>();
  const [touring, setTouring] = useState(false);
  useEffect(() => onHelp((slug) => setWish((open) => (open && !slug ? undefined : { slug }))), []);
  useEffect(() => onTour(() => setTouring(true)), []);
  return (
    <Suspense fallback={null}>
      {wish && <HelpAside wanted={wish} onClose={() => setWish(undefined)} />}
      {touring && <Tour onEnd={() => setTouring(false)} />}
    </Suspense>
  );
};
