import { MapPinOff } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { SequenceEditor } from "@/app/(dashboard)/sequences/[id]/editor/sequence-editor";
import { SequencePage } from "@/app/(dashboard)/sequences/[id]/sequence-page";
import { visit } from "@/app/(dashboard)/visit";
import { getSequence } from "@/lib/domain/sequences/documents/read";
import { getBrand } from "@/lib/domain/tenants/brand/get";

export const metadata: Metadata = { title: "Sequence" };

export default async function EditorPage({ params }: PageProps<"/sequences/[id]">) {
  const [{ caller, can }, { id }] = await Promise.all([visit(), params]);
  const [sequence, brand] = await Promise.all([
    orNotFound(id, (known) => getSequence(caller, known)),
    getBrand(caller),
  ]);
  const isOpen = sequence.status !== "archived";
  return (
    <SequencePage sequence={sequence} part="Editor" mayWrite={can("sequences:write")}>
      {brand.address === "" && isOpen && (
        <p className="mb-5 flex gap-2 rounded-md bg-degraded-soft p-3 text-degraded">
          <MapPinOff aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            Mails of this sequence carry no postal address yet, and the law asks for one. Set it
            under{" "}
            <Link href="/settings/mail" className="underline underline-offset-2">
              Settings, Mail
            </Link>{" "}
            before you publish.
          </span>
        </p>
      )}
      <SequenceEditor
        sequence={sequence}
        mayWrite={can("sequences:write") && isOpen}
        mayPublish={can("sequences:publish") && isOpen}
      />
    </SequencePage>
  );
}
