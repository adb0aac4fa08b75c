"use client";

import { SquareFunction } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { ExpressionInput } from "@/app/_ui/expression/expression-input";
import { Select } from "@/app/_ui/form/select";
import { ChecksInput } from "@/app/_ui/json-form/checks-input";
import { type FieldProps, useFormAccess } from "@/app/_ui/json-form/form-context";
import { JsonFields } from "@/app/_ui/json-form/json-fields";
import { JsonInput } from "@/app/_ui/json-form/json-input";
import { Labelled } from "@/app/_ui/json-form/labelled";
import { ListInput } from "@/app/_ui/json-form/list-input";
import { MapInput } from "@/app/_ui/json-form/map-input";
import { NumberInput } from "@/app/_ui/json-form/number-input";
import { UnionInput } from "@/app/_ui/json-form/union-input";
import {
  blankOf,
  isExpression,
  unwrap,
  type Widget,
  widgetOf,
  withoutBraces,
  wordsOf,
} from "@/app/_ui/json-form/widgets";
import { WorkflowInput } from "@/app/_ui/json-form/workflow-input";
import { ZoneInput } from "@/app/_ui/json-form/zone-input";

const GROUPS: ReadonlySet<Widget> = new Set(["list", "checks", "map", "fields", "union"]);
/** Texts take expressions as they are. */
const TEXTS: ReadonlySet<Widget> = new Set(["text", "textarea", "expression"]);

/** One field of a generated form: the control its schema asks for, or an expression in its place. */
export const JsonField = ({ schema: given, path, value, required = false, label }: FieldProps) => {
  const { change, isBare, readOnly } = useFormAccess();
  const schema = unwrap(given);
  const widget = isBare(path) ? "expression" : widgetOf(schema);
  const name = label ?? schema.title ?? wordsOf(String(path.at(-1) ?? ""));
  const asExpression = !TEXTS.has(widget) && isExpression(value);
  const canSwitch = !TEXTS.has(widget) && !readOnly;
  const unit = schema.default === undefined ? "" : ` Without it ${JSON.stringify(schema.default)}.`;
  return (
    <Labelled
      label={name}
      path={path}
      optional={!required}
      whole={widget === "json" && !asExpression}
      group={GROUPS.has(widget) && !asExpression}
      help={`${schema.description ?? ""}${unit}`.trim() || undefined}
      actions={
        canSwitch && (
          <Button
            look="quiet"
            size="small"
            aria-pressed={asExpression}
            title={asExpression ? "Give a fixed value" : "Take the value from an expression"}
            className={asExpression ? "text-accent" : ""}
            onClick={() => change(path, asExpression ? blankOf(schema) : "{{  }}")}
          >
            <SquareFunction aria-hidden />
            <span className="sr-only">{name}: </span>Expression
          </Button>
        )
      }
    >
      {(wiring) =>
        asExpression ? (
          <ExpressionInput
            wiring={wiring}
            label={name}
            mode="bare"
            readOnly={readOnly}
            value={withoutBraces(value)}
            onChange={(text) => change(path, `{{ ${text} }}`)}
          />
        ) : (
          <Control {...{ schema, path, value, required, widget, name, wiring }} />
        )
      }
    </Labelled>
  );
};

type ControlProps = FieldProps & {
  widget: Widget;
  name: string;
  required: boolean;
  wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
};

const Control = ({ schema, path, value, required, widget, name, wiring }: ControlProps) => {
  const { change, readOnly } = useFormAccess();
  const put = (next: unknown) => change(path, next);
  switch (widget) {
    case "select":
      return (
        <Select
          look="field"
          {...wiring}
          disabled={readOnly}
          value={String(value ?? (required ? "" : schema.default) ?? "")}
          onChange={({ target }) =>
            put(schema.enum?.find((option) => String(option) === target.value))
          }
        >
          {(!required || value === undefined) && schema.default === undefined && (
            <option value="">–</option>
          )}
          {schema.enum?.map((option) => (
            <option key={String(option)}>{String(option)}</option>
          ))}
        </Select>
      );
    case "boolean":
      return (
        <label className="flex min-h-6 items-center gap-2.5 text-sm">
          <input
            {...wiring}
            type="checkbox"
            disabled={readOnly}
            checked={Boolean(value ?? schema.default ?? false)}
            onChange={({ target }) => put(target.checked)}
            className="size-4 accent-accent"
          />
          Yes
        </label>
      );
    case "number":
      return <NumberInput {...{ schema, value, wiring, readOnly }} onChange={put} />;
    case "timeZone":
      return <ZoneInput {...{ value, wiring, readOnly }} onChange={put} />;
    case "workflow":
      return <WorkflowInput {...{ value, wiring, readOnly }} onChange={put} />;
    case "checks":
      return <ChecksInput {...{ schema, value, readOnly }} onChange={put} />;
    case "list":
      return <ListInput Field={JsonField} {...{ schema, path, value, name }} />;
    case "map":
      return <MapInput Field={JsonField} {...{ schema, path, value, name }} />;
    case "fields":
      return (
        <div className="grid gap-4 border-line border-l-2 pl-3">
          <JsonFields Field={JsonField} schema={schema} path={path} value={value} />
        </div>
      );
    case "union":
      return <UnionInput Field={JsonField} {...{ schema, path, value, name }} />;
    case "json":
      return <JsonInput {...{ value, wiring, readOnly, name }} onChange={put} />;
    default:
      return (
        <ExpressionInput
          wiring={wiring}
          label={name}
          mode={widget === "expression" ? "bare" : "template"}
          lines={widget === "textarea"}
          readOnly={readOnly}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={(text) => put(text === "" && !required ? undefined : text)}
        />
      );
  }
};
