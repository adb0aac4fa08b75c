import type { Metadata } from "next";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { SequencePage } from "@/app/(dashboard)/sequences/[id]/sequence-page";
import { Simulation } from "@/app/(dashboard)/sequences/[id]/timeline/simulation";
import { TimelinePreview } from "@/app/(dashboard)/sequences/[id]/timeline/timeline-preview";
import { visit } from "@/app/(dashboard)/visit";
import { getSequence } from "@/lib/domain/sequences/documents/read";

export const metadata: Metadata = { title: "Timeline" };

export default async function TimelinePage({ params }: PageProps<"/sequences/[id]/timeline">) {
  const [{ caller, can, me }, { id }] = await Promise.all([visit(), params]);
  const sequence = await orNotFound(id, (known) => getSequence(caller, known));
  return (
    <SequencePage sequence={sequence} part="Timeline" mayWrite={can("sequences:write")}>
      <div className="grid grid-cols-1 gap-10">
        <TimelinePreview
          id={sequence.id}
          liveVersion={sequence.liveVersion}
          zone={me.user.timeZone}
        />
        <Simulation id={sequence.id} liveVersion={sequence.liveVersion} />
      </div>
    </SequencePage>
  );
}
