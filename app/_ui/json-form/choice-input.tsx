"use client";

import { useState } from "react";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { type Path, useFormAccess, type WithField } from "@/app/_ui/json-form/form-context";
import { Segments } from "@/app/_ui/json-form/segments";
import { blankOf, wordsOf } from "@/app/_ui/json-form/widgets";

type Props = WithField & {
  /** The fields of which at most one is given. */
  names: readonly string[];
  schema: JsonSchema;
  path: Path;
  value: Record<string, unknown>;
};

/** Fields of which one is given: what it is, then its control. What was typed under another name comes back with it. */
export const ChoiceInput = ({ Field, names, schema, path, value }: Props) => {
  const { change, readOnly } = useFormAccess();
  const [kept, setKept] = useState<Record<string, unknown>>({});
  const chosen = names.find((name) => value[name] !== undefined) ?? "";
  const titleOf = (name: string) => schema.properties?.[name]?.title ?? wordsOf(name);
  const choose = (name: string) => {
    if (chosen) {
      setKept({ ...kept, [chosen]: value[chosen] });
      change([...path, chosen], undefined);
    }
    if (name) change([...path, name], kept[name] ?? blankOf(schema.properties?.[name] ?? {}));
  };
  const one = schema.properties?.[chosen];
  return (
    <div className="grid gap-3">
      <Segments
        label={names.map(titleOf).join(" or ")}
        value={chosen}
        onChange={choose}
        disabled={readOnly}
        options={[
          ...names.map((name) => ({ value: name, title: titleOf(name) })),
          { value: "", title: "None" },
        ]}
      />
      {one && <Field schema={one} path={[...path, chosen]} value={value[chosen]} required />}
    </div>
  );
};
