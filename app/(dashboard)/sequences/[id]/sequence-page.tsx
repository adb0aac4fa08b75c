import type { ReactNode } from "react";
import { ProblemsBadge } from "@/app/_ui/data/problems-badge";
import { StatusLabel } from "@/app/_ui/data/status";
import { Page } from "@/app/_ui/frame/page";
import { PartLinks } from "@/app/_ui/frame/part-links";
import { SequenceActions } from "@/app/(dashboard)/sequences/[id]/sequence-actions";
import { CATEGORY, people } from "@/app/(dashboard)/sequences/words";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

type Part = "Editor" | "Timeline" | "People" | "Results";

type Props = {
  sequence: SequenceDetail;
  part: Part;
  mayWrite: boolean;
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of one sequence, the others one click away. */
export const SequencePage = ({ sequence, part, mayWrite, actions, children }: Props) => {
  const { id, name, status, category, inside, liveVersion, problems } = sequence;
  const parts = [
    ["Editor", `/sequences/${id}`],
    ["Timeline", `/sequences/${id}/timeline`],
    ["People", `/sequences/${id}/people`],
    ["Results", `/sequences/${id}/results`],
  ] as const;
  return (
    <Page
      crumbs={[{ title: "Sequences", href: "/sequences" }, { title: name }]}
      title={name}
      summary={
        <span className="flex flex-wrap items-center gap-2">
          <StatusLabel status={status} />
          <ProblemsBadge count={problems.length} />
          <span>
            {category && `${CATEGORY[category]} · `}
            {liveVersion ? `version ${liveVersion} is live · ` : "never published · "}
            {people(inside)} inside
          </span>
        </span>
      }
      actions={
        <>
          {mayWrite && <SequenceActions sequence={sequence} />}
          {actions}
        </>
      }
    >
      <PartLinks label="Sequence" current={part} parts={parts} className="mb-5" />
      {status === "archived" && (
        <p className="mb-5 rounded-lg border border-line bg-surface p-4 text-muted">
          This sequence is archived: nobody enters it and nobody gets more. What was sent stays.
        </p>
      )}
      {children}
    </Page>
  );
};
