"use client";

import { Bell as BellIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/app/_ui/controls/button";
import { bellState, refreshBell, subscribeBell } from "@/app/_ui/notifications/store";

const BellPanel = lazy(async () => ({
  default: (await import("@/app/_ui/notifications/bell-panel")).BellPanel,
}));

/** How many notifications are unread, and the newest of them in a panel that is loaded when it is first opened. */
export const Bell = () => {
  const state = useSyncExternalStore(subscribeBell, bellState, () => undefined);
  const here = usePathname();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page may have changed the number.
  useEffect(refreshBell, [here]);
  const unread = state?.unread ?? 0;
  const shown = unread > 99 ? "99+" : String(unread);
  return (
    <>
      <Button
        ref={button}
        look="quiet"
        size="icon"
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tour="bell"
        className="relative"
        onClick={() => setOpen(!open)}
      >
        <BellIcon aria-hidden />
        <span className="sr-only">
          Notifications{unread > 0 ? `, ${shown} unread` : ", none unread"}
        </span>
        {unread > 0 && (
          <span
            aria-hidden
            className="tabular absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[10px] text-on-accent leading-4"
          >
            {shown}
          </span>
        )}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <BellPanel button={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
