"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { PersonMenu } from "@/app/_ui/frame/person-menu";
import { HelpButton } from "@/app/_ui/help/help-button";
import { Key } from "@/app/_ui/keyboard/key";
import { openOverlay } from "@/app/_ui/keyboard/overlay";
import { Bell } from "@/app/_ui/notifications/bell";

const Drawer = lazy(async () => ({
  default: (await import("@/app/_ui/frame/drawer")).Drawer,
}));

/** What stands at the right of every top bar: search, help, notifications, the person. */
export const TopEnd = () => (
  <>
    <button
      type="button"
      onClick={() => openOverlay("palette")}
      aria-keyshortcuts="Meta+K Control+K"
      data-tour="search"
      className="ml-auto flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2 text-muted text-sm hover:bg-hover sm:w-56"
    >
      <Search aria-hidden className="size-4" />
      <span className="max-sm:sr-only">Search</span>
      <span aria-hidden className="ml-auto max-sm:hidden">
        <Key>⌘K</Key>
      </span>
    </button>
    <HelpButton />
    <Bell />
    <PersonMenu />
  </>
);

/** On narrow screens the button for the rooms; the drawer's code is loaded when it is first opened. */
export const TopStart = () => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        aria-label="Open the menu"
        data-tour="rooms"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className="-ml-1 md:hidden"
      >
        <MenuIcon aria-hidden />
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Drawer onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
