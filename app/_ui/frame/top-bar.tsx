"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Dialog } from "radix-ui";
import { Fragment, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { PersonMenu } from "@/app/_ui/frame/person-menu";
import { RailBody } from "@/app/_ui/frame/rail";
import { Key } from "@/app/_ui/keyboard/key";
import { openOverlay } from "@/app/_ui/keyboard/overlay";

export type Crumb = { title: string; href?: Route };

/** Where one is, search, and the person. On narrow screens also the button for the rooms. */
export const TopBar = ({ crumbs }: { crumbs: Crumb[] }) => (
  <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-line border-b bg-page px-3 sm:px-6">
    <Drawer />
    <Crumbs crumbs={crumbs} />
    <button
      type="button"
      onClick={() => openOverlay("palette")}
      aria-keyshortcuts="Meta+K Control+K"
      className="ml-auto flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2 text-muted text-sm hover:bg-hover sm:w-56"
    >
      <Search aria-hidden className="size-4" />
      <span className="max-sm:sr-only">Search</span>
      <span aria-hidden className="ml-auto max-sm:hidden">
        <Key>⌘K</Key>
      </span>
    </button>
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

const Drawer = () => {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button look="quiet" size="icon" aria-label="Open the menu" className="-ml-1 md:hidden">
          <MenuIcon aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim md:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 flex-col border-line border-r bg-surface shadow-raised outline-none md:hidden"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <RailBody folded={false} onGo={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
