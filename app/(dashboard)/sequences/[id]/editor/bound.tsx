"use client";

import type { ComponentProps, ReactNode } from "react";
import { CheckField, SelectField, TextAreaField, TextField } from "@/app/_ui/form/field";
import { at, type Path, textAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor, useProblem } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";

type Bound = {
  path: Path;
  label: string;
  help?: ReactNode;
  optional?: boolean;
  placeholder?: string;
};

// What is left empty in an optional field is not in the document.
const wish = (text: string, optional: boolean | undefined) =>
  text === "" && optional ? undefined : text;

const useBound = (path: Path) => {
  const { draft, set, mayWrite } = useEditor();
  return { draft, set, readOnly: !mayWrite, problem: useProblem(path), name: path.join(".") };
};

/** One line of the document. */
export const BoundText = ({
  path,
  ...field
}: Bound & Pick<ComponentProps<"input">, "type" | "maxLength">) => {
  const { draft, set, ...rest } = useBound(path);
  return (
    <TextField
      {...field}
      {...rest}
      autoComplete="off"
      value={textAt(draft, path)}
      onChange={({ target }) => set(path, wish(target.value, field.optional))}
    />
  );
};

/** Several lines of the document. */
export const BoundArea = ({ path, rows = 4, ...field }: Bound & { rows?: number }) => {
  const { draft, set, ...rest } = useBound(path);
  return (
    <TextAreaField
      {...field}
      {...rest}
      rows={rows}
      className="[&_textarea]:font-mono [&_textarea]:text-sm"
      value={textAt(draft, path)}
      onChange={({ target }) => set(path, wish(target.value, field.optional))}
    />
  );
};

/** A number of the document; what is no number stays out of it. `share` is shown in per cent. */
export const BoundNumber = ({
  path,
  share = false,
  min = 0,
  max,
  ...field
}: Bound & { share?: boolean; min?: number; max: number }) => {
  const { draft, set, ...rest } = useBound(path);
  const value = at(draft, path);
  const shown = typeof value === "number" ? (share ? Math.round(value * 1000) / 10 : value) : "";
  return (
    <TextField
      {...field}
      {...rest}
      type="number"
      min={min}
      max={max}
      step={share ? 0.5 : 1}
      value={shown}
      onChange={({ target }) => {
        const given = target.valueAsNumber;
        set(path, Number.isNaN(given) ? undefined : share ? given / 100 : given);
      }}
    />
  );
};

/** A choice of the document; the empty one takes it out. */
export const BoundSelect = ({ path, children, ...field }: Bound & { children: ReactNode }) => {
  const { draft, set, readOnly, ...rest } = useBound(path);
  return (
    <SelectField
      {...field}
      {...rest}
      disabled={readOnly}
      value={textAt(draft, path)}
      onChange={({ target }) => set(path, target.value === "" ? undefined : target.value)}
    >
      {children}
    </SelectField>
  );
};

/** A yes or no of the document; a no is left out. */
export const BoundCheck = ({ path, label, help }: Bound) => {
  const { draft, set, readOnly, name } = useBound(path);
  return (
    <CheckField
      name={name}
      label={label}
      help={help}
      disabled={readOnly}
      checked={at(draft, path) === true}
      onChange={({ target }) => set(path, target.checked ? true : undefined)}
    />
  );
};
