"use client";

import { useEffect, useState } from "react";
import { send } from "@/app/_ui/http/send";
import type { Onboarding } from "@/lib/domain/onboarding/schema";

const EVERY_MS = 3000;

/** The state as it is now: asked for every three seconds while the list is open and the page is seen. */
export const useOnboarding = (initial: Onboarding) => {
  const [onboarding, setOnboarding] = useState(initial);
  const [isCelebrating, setCelebrating] = useState(initial.celebrate);
  useEffect(() => {
    setOnboarding(initial);
    if (initial.celebrate) setCelebrating(true);
  }, [initial]);
  const isOpen = !onboarding.isComplete && !onboarding.isDismissed;
  useEffect(() => {
    if (!isOpen) return;
    const controller = new AbortController();
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const now = await send<Onboarding>("GET", "/api/v1/onboarding", {
        signal: controller.signal,
      });
      setOnboarding(now);
      if (now.celebrate) setCelebrating(true);
    };
    // A state that cannot be read is left as it was; the next try comes by itself.
    const timer = setInterval(() => void ask().catch(() => {}), EVERY_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [isOpen]);
  return { onboarding, isCelebrating };
};
