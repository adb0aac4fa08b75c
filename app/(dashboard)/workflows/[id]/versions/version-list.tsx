import type { Route } from "next";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";
import { StatusLabel } from "@/app/_ui/data/status";
import { Moment } from "@/app/_ui/time/moment";
import type { WorkflowVersion } from "@/lib/domain/workflows/versions/schema";

type Props = { workflowId: string; versions: WorkflowVersion[]; selected: number };

const NAMELESS = { user: "Somebody who has left", key: "An API key", worker: "Steward" };

/** Who published a version, by name where one is known. */
export const authorWords = ({ author }: WorkflowVersion): string => {
  if (author.kind === "worker") return NAMELESS.worker;
  if (!author.name) return NAMELESS[author.kind];
  return author.kind === "key" ? `API key “${author.name}”` : author.name;
};

/** The published versions, newest first; the chosen one is told to all senses. */
export const VersionList = ({ workflowId, versions, selected }: Props) => (
  <nav aria-label="Published versions">
    <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {versions.map((one) => {
        const { version, note, publishedAt, isLive } = one;
        const isSelected = version === selected;
        return (
          <li key={version}>
            <Link
              href={`/workflows/${workflowId}/versions?v=${version}` as Route}
              aria-current={isSelected ? "page" : undefined}
              className={cn(
                "grid gap-0.5 border-l-2 px-3 py-2 hover:bg-hover",
                isSelected ? "border-accent bg-accent-soft" : "border-transparent",
              )}
            >
              <span className="flex min-h-6 items-center justify-between gap-2">
                <span className="font-medium">Version {version}</span>
                {isLive && <StatusLabel status="live" />}
              </span>
              {note && <span className="line-clamp-2 break-words text-sm">{note}</span>}
              <span className="text-muted text-sm">
                {authorWords(one)} · <Moment at={publishedAt} />
              </span>
            </Link>
          </li>
        );
      })}
    </ol>
  </nav>
);
