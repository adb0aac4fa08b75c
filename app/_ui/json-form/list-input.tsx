"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { type Path, useFormAccess, type WithField } from "@/app/_ui/json-form/form-context";
import { blankOf } from "@/app/_ui/json-form/widgets";

type Props = WithField & { schema: JsonSchema; path: Path; value: unknown; name: string };

const oneOf = (name: string) => name.replace(/s$/, "").toLowerCase();

/** A list: each item with its control, up, down and away. */
export const ListInput = ({ Field, schema, path, value, name }: Props) => {
  const { change, readOnly } = useFormAccess();
  const items = Array.isArray(value) ? value : [];
  const one = schema.items ?? {};
  const put = (next: unknown[]) => change(path, next.length > 0 ? next : undefined);
  const swap = (a: number, b: number) => put(items.with(a, items[b]).with(b, items[a]));
  return (
    <div className="grid gap-2">
      {items.length > 0 && (
        <ol className="grid gap-2">
          {items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
            <li key={index} className="flex items-start gap-1">
              <div className="grid min-w-0 flex-1 gap-3">
                <Field
                  schema={one}
                  path={[...path, index]}
                  value={item}
                  label={`${one.title ?? oneOf(name)} ${index + 1}`}
                  required
                />
              </div>
              {!readOnly && (
                <div className="mt-7 flex">
                  {index > 0 && (
                    <Button
                      look="quiet"
                      size="small-icon"
                      aria-label={`Move ${oneOf(name)} ${index + 1} up`}
                      onClick={() => swap(index, index - 1)}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                  )}
                  {index < items.length - 1 && (
                    <Button
                      look="quiet"
                      size="small-icon"
                      aria-label={`Move ${oneOf(name)} ${index + 1} down`}
                      onClick={() => swap(index, index + 1)}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                  )}
                  <Button
                    look="quiet"
                    size="small-icon"
                    aria-label={`Take ${oneOf(name)} ${index + 1} away`}
                    onClick={() => put(items.filter((_, at) => at !== index))}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      {!readOnly && items.length < (schema.maxItems ?? 200) && (
        <Button
          size="small"
          className="justify-self-start"
          onClick={() => put([...items, blankOf(one)])}
        >
          <Plus aria-hidden />
          Add {oneOf(name)}
        </Button>
      )}
    </div>
  );
};
