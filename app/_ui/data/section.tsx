import type { ReactNode } from "react";
import { cn } from "@/app/_ui/cn";

/** A titled part of a page. */
export const Section = ({
  title,
  summary,
  actions,
  className,
  children,
}: {
  title: string;
  summary?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) => (
  <section aria-label={title} className={cn("grid grid-cols-1 content-start gap-3", className)}>
    <div className="flex flex-wrap items-end justify-between gap-2">
      <div>
        <h2 className="text-lg font-semibold">{title}</h2>
        {summary && <p className="text-muted">{summary}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
    {children}
  </section>
);

/** A bordered ground for a form or a group of facts. */
export const Panel = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cn("rounded-lg border border-line bg-surface p-4", className)}>{children}</div>
);

/** Name and value pairs in a line that wraps. */
export const Facts = ({ facts }: { facts: [name: string, value: ReactNode][] }) => (
  <dl className="flex flex-wrap gap-x-8 gap-y-3">
    {facts.map(([name, value]) => (
      <div key={name} className="min-w-0">
        <dt className="text-xs text-muted">{name}</dt>
        <dd className="tabular mt-0.5 flex min-h-6 items-center">{value}</dd>
      </div>
    ))}
  </dl>
);
