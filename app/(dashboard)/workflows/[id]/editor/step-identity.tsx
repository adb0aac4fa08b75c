"use client";

import { useState } from "react";
import { nodeIds } from "@/app/_ui/canvas/graph";
import { TextField } from "@/app/_ui/form/field";
import { bareFields } from "@/app/(dashboard)/workflows/[id]/document/bare";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

const ID = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;

type Props = { id: string; index: number; step: Record<string, unknown> };

/** Name and id. A new id is taken over when the field is left, with every reference to the old one. */
export const StepIdentity = ({ id, index, step }: Props) => {
  const { set, edit, document, kinds, select, mayWrite, announce } = useEditor();
  const [typed, setTyped] = useState<string>();
  const own = typeof step.id === "string" ? step.id : "";
  const wish = typed ?? own;
  const taken = wish !== own && nodeIds(document).includes(wish);
  const problem = !ID.test(wish)
    ? "Letters, digits, _ and -, a letter first, at most 60."
    : taken
      ? `There is a step “${wish}” already.`
      : undefined;
  const rename = () => {
    if (typed !== undefined && typed !== own && !problem) {
      if (own) edit({ kind: "rename", from: id, to: typed, bare: bareFields(kinds) });
      else set(["steps", index, "id"], typed);
      select([typed]);
      announce(`Renamed ${id} to ${typed}, and every reference to it`);
    }
    setTyped(undefined);
  };
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label="Name"
        name="name"
        optional
        maxLength={120}
        placeholder={own}
        value={typeof step.name === "string" ? step.name : ""}
        readOnly={!mayWrite}
        onChange={({ target }) => set(["steps", index, "name"], target.value || undefined)}
      />
      <TextField
        label="Id"
        name="id"
        value={wish}
        readOnly={!mayWrite}
        problem={mayWrite ? problem : undefined}
        spellCheck={false}
        autoComplete="off"
        className="[&_input]:font-mono [&_input]:text-sm"
        onChange={({ target }) => setTyped(target.value)}
        onBlur={rename}
        onKeyDown={({ key }) => {
          if (key === "Enter") rename();
          if (key === "Escape") setTyped(undefined);
        }}
      />
    </div>
  );
};
