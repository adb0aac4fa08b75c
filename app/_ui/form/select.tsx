import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/app/_ui/cn";

type Props = Omit<ComponentProps<"select">, "size"> & {
  /** `field` for forms, `filter` for bars above lists. */
  look?: "field" | "filter";
};

const LOOK = {
  field: "h-9 border-line-strong text-base hover:border-muted",
  filter: "h-8 max-w-56 border-line text-sm hover:bg-hover",
};

/** A native select: right on touch screens and for keyboards without a line of script. */
export const Select = ({ look = "filter", className, ...props }: Props) => (
  <span className={cn("relative inline-grid min-w-0", look === "field" && "grid", className)}>
    <select
      {...props}
      className={cn(
        "w-full min-w-0 appearance-none truncate rounded-md border bg-surface pr-8 pl-2.5 text-ink disabled:cursor-not-allowed disabled:bg-hover disabled:text-muted aria-invalid:border-failed",
        LOOK[look],
      )}
    />
    <ChevronDown
      aria-hidden
      className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
    />
  </span>
);
