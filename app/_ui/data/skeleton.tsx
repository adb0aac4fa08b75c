import { cn } from "@/app/_ui/cn";

/** A grey bar in the place of something on its way. */
export const Bar = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn("skeleton block h-4", className)} />
);

/** A table on its way: `rows` lines in the final height. */
export const TableSkeleton = ({ rows = 8 }: { rows?: number }) => (
  <div className="overflow-hidden rounded-lg border border-line bg-surface" aria-busy="true">
    <span className="sr-only">Loading</span>
    <div className="h-9 border-b border-line" />
    {Array.from({ length: rows }, (_, index) => index).map((row) => (
      <div
        key={row}
        className="flex h-10 items-center gap-6 border-b border-line px-3 last:border-0"
      >
        <Bar className="w-20" />
        <Bar className={row % 2 ? "w-48" : "w-64"} />
        <Bar className="ml-auto w-16 max-md:hidden" />
      </div>
    ))}
  </div>
);

/** A block of a given height on its way. */
export const BlockSkeleton = ({ className }: { className?: string }) => (
  <div aria-busy="true" className={cn("rounded-lg border border-line bg-surface p-4", className)}>
    <span className="sr-only">Loading</span>
    <Bar className="w-32" />
    <Bar className="mt-3 w-2/3" />
  </div>
);
