import type { Route } from "next";
import Link from "next/link";
import { Fragment } from "react";
import { ToolsAt } from "@/app/_ui/frame/tools-context";

export type Crumb = { title: string; href?: Route };

/** Where one is, and the frame's tools. On narrow screens also the button for the rooms. */
export const TopBar = ({ crumbs }: { crumbs: Crumb[] }) => (
  <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-line border-b bg-page px-3 sm:px-6">
    <ToolsAt side="start" />
    <Crumbs crumbs={crumbs} />
    <ToolsAt side="end" />
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
