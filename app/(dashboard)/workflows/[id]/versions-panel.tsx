import type { Route } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Section } from "@/app/_ui/data/section";
import { StatusLabel } from "@/app/_ui/data/status";
import { Moment } from "@/app/_ui/time/moment";
import { VersionActions } from "@/app/(dashboard)/workflows/[id]/version-actions";
import type { WorkflowVersion } from "@/lib/domain/workflows/versions/schema";

type Props = {
  workflowId: string;
  versions: WorkflowVersion[];
  /** Names of people by id. */
  names: Map<string, string>;
  mayWrite: boolean;
};

/** What was published, newest first; an old version can come back. */
export const VersionsPanel = ({ workflowId, versions, names, mayWrite }: Props) => (
  <Section
    title="Versions"
    actions={
      versions.length > 0 && (
        <ButtonLink size="small" href={`/workflows/${workflowId}/versions` as Route}>
          What changed
        </ButtonLink>
      )
    }
  >
    {versions.length === 0 ? (
      <p className="text-muted">Nothing was published yet.</p>
    ) : (
      <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
        {versions.map(({ version, note, publishedBy, publishedAt, isLive }) => (
          <li key={version} className="flex items-start gap-3 px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="flex min-h-6 flex-wrap items-center gap-2">
                <span className="font-medium">Version {version}</span>
                {isLive && <StatusLabel status="live" />}
              </p>
              {note && <p className="break-words text-sm">{note}</p>}
              <p className="text-muted text-sm">
                {names.get(publishedBy) ??
                  (publishedBy.startsWith("key ") ? "an API key" : "Steward")}{" "}
                · <Moment at={publishedAt} />
              </p>
            </div>
            {mayWrite && <VersionActions {...{ workflowId, version, isLive }} />}
          </li>
        ))}
      </ol>
    )}
  </Section>
);
