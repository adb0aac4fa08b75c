"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";
import { Select } from "@/app/_ui/form/select";
import { withQuery } from "@/app/_ui/http/read-query";
import { SHOWN } from "@/app/(dashboard)/approvals/shown";

type Filter = Partial<Record<"show" | "workflow", string>>;

type Props = { filter: Filter; open: number; workflows: { id: string; name: string }[] };

/** Views as links and a choice of workflow; all of it is the URL. */
export const ApprovalFilters = ({ filter, open, workflows }: Props) => {
  const router = useRouter();
  const hrefOf = (change: Filter) => withQuery("/approvals", { ...filter, ...change }) as Route;
  return (
    <search className="flex flex-wrap items-center gap-2">
      <nav aria-label="States" className="flex flex-wrap gap-1.5">
        {SHOWN.map(([show, word]) => {
          const on = (filter.show ?? "") === show;
          return (
            <Link
              key={show}
              href={hrefOf({ show })}
              aria-current={on ? "page" : undefined}
              className={cn(
                "inline-flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-sm",
                on
                  ? "border-transparent bg-pressed font-medium text-ink"
                  : "border-line bg-surface text-muted hover:bg-hover",
              )}
            >
              {word}
              {show === "mine" && open > 0 && <span className="tabular">{open}</span>}
            </Link>
          );
        })}
      </nav>
      <Select
        aria-label="Workflow"
        value={filter.workflow ?? ""}
        onChange={({ target }) => router.push(hrefOf({ workflow: target.value }))}
      >
        <option value="">Every workflow</option>
        {workflows.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </search>
  );
};
