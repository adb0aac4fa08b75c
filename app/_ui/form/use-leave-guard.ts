"use client";

import { useEffect } from "react";

const QUESTION = "There are changes that are not saved. Leave anyway?";

/** Asks before the page is left while `active`: on closing the tab and on links inside the app. */
export const useLeaveGuard = (active: boolean) => {
  useEffect(() => {
    if (!active) return;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const beforeLink = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const leaves = link instanceof HTMLAnchorElement && link.target !== "_blank" && !link.hash;
      if (!leaves || event.metaKey || event.ctrlKey || window.confirm(QUESTION)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", beforeUnload);
    document.addEventListener("click", beforeLink, true);
    return () => {
      window.removeEventListener("beforeunload", beforeUnload);
      document.removeEventListener("click", beforeLink, true);
    };
  }, [active]);
};
