import { ChevronLeft, ChevronRight } from "lucide-react";
import type { Route } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { withQuery } from "@/app/_ui/http/read-query";

type Props = {
  path: string;
  query: Record<string, string | undefined>;
  /** Of the page shown; undefined on the first one. */
  cursor: string | undefined;
  nextCursor: string | null;
};

/** Steps through a list page by page; nothing when it fits on one. */
export const Pager = ({ path, query, cursor, nextCursor }: Props) => {
  if (!cursor && !nextCursor) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2">
      {cursor && (
        <ButtonLink size="small" href={withQuery(path, query) as Route}>
          <ChevronLeft aria-hidden />
          Newest
        </ButtonLink>
      )}
      {nextCursor && (
        <ButtonLink size="small" href={withQuery(path, { ...query, cursor: nextCursor }) as Route}>
          Older
          <ChevronRight aria-hidden />
        </ButtonLink>
      )}
    </nav>
  );
};
