"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ExpressionInput } from "@/app/_ui/expression/expression-input";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { dotted, type Path, useFormAccess, type WithField } from "@/app/_ui/json-form/form-context";
import { blankOf, widgetOf } from "@/app/_ui/json-form/widgets";

type Props = WithField & { schema: JsonSchema; path: Path; value: unknown; name: string };

const INPUT =
  "h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 font-mono text-sm hover:border-muted read-only:bg-hover";

/** Names with values, line by line. A name that is being typed and would replace another waits until it is free. */
export const MapInput = ({ Field, schema, path, value, name }: Props) => {
  const { change, readOnly, problems } = useFormAccess();
  const given = (
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}
  ) as Record<string, unknown>;
  const [typed, setTyped] = useState<{ key: string; text: string }>();
  const entries = Object.entries(given);
  const one = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const isText = widgetOf(one) === "text";
  const put = (next: [string, unknown][]) =>
    change(path, next.length > 0 ? Object.fromEntries(next) : undefined);
  const rename = (from: string, to: string) => {
    if (from === to || (to !== from && Object.hasOwn(given, to)))
      return setTyped({ key: from, text: to });
    setTyped({ key: to, text: to });
    return put(entries.map(([key, inner]) => [key === from ? to : key, inner]));
  };
  return (
    <div className="grid gap-2">
      {entries.map(([key, inner], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed; its place does not.
        <div key={index} className="flex items-start gap-1">
          <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-1.5">
            <input
              aria-label={`${name}: name ${index + 1}`}
              value={typed?.key === key ? typed.text : key}
              readOnly={readOnly}
              spellCheck={false}
              autoComplete="off"
              className={INPUT}
              onChange={({ target }) => rename(key, target.value)}
              onBlur={() => setTyped(undefined)}
            />
            {isText ? (
              <ExpressionInput
                wiring={{
                  id: `${dotted(path)}-${index}`,
                  ...(problems.has(dotted([...path, key])) && { "aria-invalid": true }),
                }}
                ariaLabel={`${name}: value of ${key || `name ${index + 1}`}`}
                label={key || name}
                mode="template"
                readOnly={readOnly}
                value={inner === null || inner === undefined ? "" : String(inner)}
                onChange={(text) => change([...path, key], text)}
              />
            ) : (
              <Field
                schema={one}
                path={[...path, key]}
                value={inner}
                label={key || "Value"}
                required
              />
            )}
          </div>
          {!readOnly && (
            <Button
              look="quiet"
              size="small-icon"
              className="mt-1"
              aria-label={`Take ${key || `line ${index + 1}`} away`}
              onClick={() => put(entries.filter((_, at) => at !== index))}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="small"
          className="justify-self-start"
          disabled={Object.hasOwn(given, "")}
          onClick={() => put([...entries, ["", isText ? "" : blankOf(one)]])}
        >
          <Plus aria-hidden />
          Add a line
        </Button>
      )}
    </div>
  );
};
