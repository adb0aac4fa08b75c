"use client";

import type { JsonSchema } from "@/app/_ui/expression/known";
import { wordsOf } from "@/app/_ui/json-form/widgets";

type Props = {
  schema: JsonSchema;
  value: unknown;
  readOnly: boolean;
  onChange: (value: unknown[]) => void;
};

/** Any number of a few constants, each a box to tick. */
export const ChecksInput = ({ schema, value, readOnly, onChange }: Props) => {
  const options = schema.items?.enum ?? [];
  const chosen: unknown[] = Array.isArray(value)
    ? value
    : Array.isArray(schema.default)
      ? schema.default
      : [];
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-1">
      {options.map((option) => (
        <label key={String(option)} className="flex min-h-6 items-center gap-2 text-sm">
          <input
            type="checkbox"
            disabled={readOnly}
            checked={chosen.includes(option)}
            onChange={({ target }) =>
              onChange(
                options.filter((one) => (one === option ? target.checked : chosen.includes(one))),
              )
            }
            className="size-4 accent-accent"
          />
          {wordsOf(String(option))}
        </label>
      ))}
    </div>
  );
};
