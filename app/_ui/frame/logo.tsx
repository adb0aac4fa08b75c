import { cn } from "@/app/_ui/cn";

/** The mark alone. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-7 shrink-0", className)}>
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path
      d="M9 8.5h9a4 4 0 0 1 0 8h-4a3 3 0 0 0 0 6"
      className="fill-none stroke-on-accent"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
    <circle cx="20.5" cy="22.5" r="2.3" className="fill-on-accent" />
  </svg>
);
