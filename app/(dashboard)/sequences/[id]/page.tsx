import type { Metadata } from "next";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { SequenceEditor } from "@/app/(dashboard)/sequences/[id]/editor/sequence-editor";
import { SequencePage } from "@/app/(dashboard)/sequences/[id]/sequence-page";
import { visit } from "@/app/(dashboard)/visit";
import { getSequence } from "@/lib/domain/sequences/documents/read";

export const metadata: Metadata = { title: "Sequence" };

export default async function EditorPage({ params }: PageProps<"/sequences/[id]">) {
  const [{ caller, can }, { id }] = await Promise.all([visit(), params]);
  const sequence = await orNotFound(id, (known) => getSequence(caller, known));
  const isOpen = sequence.status !== "archived";
  return (
    <SequencePage sequence={sequence} part="Editor" mayWrite={can("sequences:write")}>
      <SequenceEditor
        sequence={sequence}
        mayWrite={can("sequences:write") && isOpen}
        mayPublish={can("sequences:publish") && isOpen}
      />
    </SequencePage>
  );
}
