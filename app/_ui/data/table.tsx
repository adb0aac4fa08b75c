import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { Route } from "next";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";
import { withQuery } from "@/app/_ui/http/read-query";

/** A dense table with a sticky head; scrolls sideways by itself when it must. */
export const Table = ({
  label,
  head,
  cards = false,
  children,
}: {
  label: string;
  head: ReactNode;
  /** Below 768 px each row is laid out by itself (`Tr` as a grid) and the head is left out. */
  cards?: boolean;
  children: ReactNode;
}) => (
  <section
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
    tabIndex={0}
    className="relative overflow-x-auto rounded-lg border border-line bg-surface -outline-offset-2"
  >
    <table className={cn("w-full border-collapse text-sm", cards && "max-md:block")}>
      <caption className="sr-only">{label}</caption>
      <thead
        className={cn(
          "sticky top-0 z-10 bg-surface text-left text-xs text-muted",
          cards && "max-md:hidden",
        )}
      >
        <tr className="border-b border-line">{head}</tr>
      </thead>
      <tbody className={cn("divide-y divide-line", cards && "max-md:block")}>{children}</tbody>
    </table>
  </section>
);

/** A column's head. `wide` columns are left out on narrow screens; numbers stand at the right. */
export const Th = ({ wide, number, className, ...props }: CellProps<"th">) => (
  <th
    scope="col"
    {...props}
    className={cn(
      "h-9 whitespace-nowrap px-3 font-medium",
      number && "text-right",
      wide && "max-md:hidden",
      className,
    )}
  />
);

/** A column's head that sorts by it: a link to the same list in that order, with an arrow when it is the one that counts. */
export const SortTh = ({
  path,
  query,
  sorted,
  children,
  ...props
}: CellProps<"th"> & {
  path: string;
  /** The list's address with the order that a click asks for; without one the list's own. */
  query: Record<string, string | undefined>;
  sorted?: "ascending" | "descending" | undefined;
}) => (
  <Th {...props} aria-sort={sorted ?? "none"}>
    <Link
      href={withQuery(path, query) as Route}
      className="inline-flex min-h-6 items-center gap-1 underline-offset-2 hover:text-ink hover:underline"
    >
      {children}
      {sorted === "ascending" && <ArrowUp aria-hidden className="size-3.5" />}
      {sorted === "descending" && <ArrowDown aria-hidden className="size-3.5" />}
      {!sorted && <ChevronsUpDown aria-hidden className="size-3.5 text-faint" />}
    </Link>
  </Th>
);

export const Td = ({ wide, number, className, ...props }: CellProps<"td">) => (
  <td
    {...props}
    className={cn(
      "px-3 py-2 align-middle",
      number && "tabular whitespace-nowrap text-right",
      wide && "max-md:hidden",
      className,
    )}
  />
);

type CellProps<T extends "th" | "td"> = ComponentProps<T> & { wide?: boolean; number?: boolean };

/** A row; one that is chosen with its `CheckBox` is marked. */
export const Tr = ({ className, ...props }: ComponentProps<"tr">) => (
  <tr
    {...props}
    className={cn(
      "relative hover:bg-hover has-[a[data-row]:focus]:bg-hover has-[[data-choose]:checked]:bg-accent-soft!",
      className,
    )}
  />
);

/** The link that opens a row; the whole row is its target, and `j`/`k` walk from one to the next. */
export const RowLink = <T extends string>({
  href,
  id,
  className,
  children,
}: {
  href: Route<T>;
  /** What `x` chooses. */
  id?: string;
  className?: string;
  children: ReactNode;
}) => (
  <Link
    href={href}
    data-row
    data-id={id}
    className={cn(
      "font-medium -outline-offset-1 after:absolute after:inset-0 after:content-['']",
      className,
    )}
  >
    {children}
  </Link>
);
