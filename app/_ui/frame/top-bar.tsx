"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Fragment, lazy, Suspense, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { PersonMenu } from "@/app/_ui/frame/person-menu";
import { HelpButton } from "@/app/_ui/help/help-button";
import { Key } from "@/app/_ui/keyboard/key";
import { openOverlay } from "@/app/_ui/keyboard/overlay";
import { Bell } from "@/app/_ui/notifications/bell";

const Drawer = lazy(async () => ({
  default: (await import("@/app/_ui/frame/drawer")).Drawer,
}));

export type Crumb = { title: string; href?: Route };

/** Where one is, search, and the person. On narrow screens also the button for the rooms. */
export const TopBar = ({ crumbs }: { crumbs: Crumb[] }) => (
  <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-line border-b bg-page px-3 sm:px-6">
    <DrawerButton />
    <Crumbs crumbs={crumbs} />
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
  </header>
);

const Crumbs = ({ crumbs }: { crumbs: Crumb[] }) => (
  <nav aria-label="Breadcrumbs" className="min-w-0">
    <ol className="flex min-w-0 items-center gap-1.5 text-sm">
      {crumbs.map(({ title, href }, index) => (
        <Fragment key={title}>
          {index > 0 && (
            <li aria-hidden className="text-faint">
              /
            </li>
          )}
          <li className="min-w-0 truncate">
            {href ? (
              <Link href={href} className="inline-block py-1 text-muted hover:text-ink">
                {title}
              </Link>
            ) : (
              <span aria-current="page">{title}</span>
            )}
          </li>
        </Fragment>
      ))}
    </ol>
  </nav>
);

/** Opens the drawer with the rooms; its code is loaded when it is first opened. */
const DrawerButton = () => {
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
