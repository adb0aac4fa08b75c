"use client";

import { useState } from "react";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { type Path, useFormAccess, type WithField } from "@/app/_ui/json-form/form-context";
import { Segments } from "@/app/_ui/json-form/segments";
import {
  alternatives,
  alternativeWord,
  blankOf,
  chosenAlternative,
} from "@/app/_ui/json-form/widgets";

type Props = WithField & { schema: JsonSchema; path: Path; value: unknown; name: string };

/** One of several shapes: which one, then its control. */
export const UnionInput = ({ Field, schema, path, value, name }: Props) => {
  const { change, readOnly } = useFormAccess();
  const options = alternatives(schema);
  const at = chosenAlternative(options, value);
  const [kept, setKept] = useState<Record<number, unknown>>({});
  const choose = (next: number) => {
    setKept({ ...kept, [at]: value });
    const blank = blankOf(options[next] ?? {});
    const carried = Array.isArray(blank) && typeof value === "string" && value ? [value] : blank;
    change(path, kept[next] ?? carried);
  };
  const chosen = options[at];
  return (
    <div className="grid gap-2">
      <Segments
        label={`${name}: kind`}
        value={String(at)}
        onChange={(next) => choose(Number(next))}
        disabled={readOnly}
        options={options.map((option, index) => ({
          value: String(index),
          title: alternativeWord(option),
        }))}
      />
      {chosen && chosen.const === undefined && (
        <Field schema={chosen} path={path} value={value} label={alternativeWord(chosen)} required />
      )}
    </div>
  );
};
