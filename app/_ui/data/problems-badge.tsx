import { TriangleAlert } from "lucide-react";

/** How many problems the draft has; nothing when there is none. */
export const ProblemsBadge = ({ count }: { count: number }) =>
  count > 0 && (
    <span className="inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full bg-degraded-soft px-2 text-degraded text-sm">
      <TriangleAlert aria-hidden className="size-4" />
      {count} {count === 1 ? "problem" : "problems"}
    </span>
  );
