"use client";

import type { Route } from "next";
import { useEffect, useRef } from "react";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";

type Props<T extends string> = {
  label: string;
  /** Title of the part that is shown. */
  current: string;
  parts: readonly (readonly [title: string, href: Route<T>])[];
  className?: string;
};

/** The parts of a room as tabs that are links. Where they do not fit they scroll, and the shown one is in view. */
export const PartLinks = <T extends string>({ label, current, parts, className }: Props<T>) => {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const links = nav.current?.querySelectorAll("a") ?? [];
    const shown = Array.from(links).find(({ textContent }) => textContent === current);
    if (!nav.current || !shown) return;
    const { left, right } = shown.getBoundingClientRect();
    const frame = nav.current.getBoundingClientRect();
    nav.current.scrollLeft += (left + right - frame.left - frame.right) / 2;
  }, [current]);
  return (
    <nav
      ref={nav}
      aria-label={label}
      className={cn("-mx-4 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0", className)}
    >
      <ul className="flex gap-5">
        {parts.map(([title, href]) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={title === current ? "page" : undefined}
              className={cn(
                "-mb-px flex h-9 items-center whitespace-nowrap border-b-2 text-sm",
                title === current
                  ? "border-accent font-medium"
                  : "border-transparent text-muted hover:text-ink",
              )}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
