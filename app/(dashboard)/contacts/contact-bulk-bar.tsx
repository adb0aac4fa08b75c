"use client";

import { MailX, UserPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { BulkBar } from "@/app/_ui/bulk/bulk-bar";
import { Button } from "@/app/_ui/controls/button";
import { useChoice } from "@/app/_ui/data/choice";
import { ExportMenu } from "@/app/_ui/data/export-menu";

const EnrolDialog = dynamic(() =>
  import("@/app/(dashboard)/contacts/enrol-dialog").then((file) => file.EnrolDialog),
);
const SuppressDialog = dynamic(() =>
  import("@/app/(dashboard)/contacts/suppress-dialog").then((file) => file.SuppressDialog),
);

type Props = { sort: string | undefined; maySuppress: boolean; mayEnrol: boolean };

/** What can be done with the chosen contacts. */
export const ContactBulkBar = ({ sort, maySuppress, mayEnrol }: Props) => {
  const { ids, set } = useChoice();
  const [asked, setAsked] = useState<"enrol" | "suppress">();
  if (ids.length === 0) return null;
  const dialog = {
    ids,
    onClose: () => setAsked(undefined),
    onDone: () => {
      setAsked(undefined);
      set([]);
    },
  };
  return (
    <>
      <BulkBar
        words={`${ids.length} ${ids.length === 1 ? "contact" : "contacts"} chosen`}
        onClear={() => set([])}
      >
        {mayEnrol && (
          <Button size="small" look="primary" onClick={() => setAsked("enrol")}>
            <UserPlus aria-hidden />
            Put into a sequence
          </Button>
        )}
        <ExportMenu
          path="/api/v1/contacts/export"
          params={{ ids: ids.join(","), sort }}
          one="contact"
          meant="The chosen contacts"
        />
        {maySuppress && (
          <Button size="small" look="danger" onClick={() => setAsked("suppress")}>
            <MailX aria-hidden />
            Suppress
          </Button>
        )}
      </BulkBar>
      {asked === "enrol" && <EnrolDialog {...dialog} />}
      {asked === "suppress" && <SuppressDialog {...dialog} />}
    </>
  );
};
