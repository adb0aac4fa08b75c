import type { Route } from "next";
import { Fragment, type ReactNode } from "react";
import { Link } from "@/app/_ui/controls/link";
import { ToolsAt } from "@/app/_ui/frame/tools-context";

/** `shown` stands for a title that may change while one looks. */
export type Crumb = { title: string; shown?: ReactNode; href?: Route };

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
      {crumbs.map(({ title, shown = title, href }, index) => (
        <Fragment key={title}>
          {index > 0 && (
            <li aria-hidden className="text-faint">
              /
            </li>
          )}
          <li className="min-w-0 truncate">
            {href ? (
              <Link href={href} className="inline-block py-1 text-muted hover:text-ink">
                {shown}
              </Link>
            ) : (
              <span aria-current="page">{shown}</span>
            )}
          </li>
        </Fragment>
      ))}
    </ol>
  </nav>
);
