"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { CheckField, SelectField, TextAreaField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { Problem, send } from "@/app/_ui/http/send";
import type { FormField } from "@/lib/domain/workflows/definition/schema";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  workflowId: string;
  trigger: Record<string, unknown> | null;
};

/** What a form field's text means; empty ones are left out. */
const inputOf = ({ name, type }: FormField, data: FormData): unknown => {
  if (type === "boolean") return data.get(`input.${name}`) !== null;
  const value = text(data, `input.${name}`);
  if (value === "") return undefined;
  return type === "number" ? Number(value) : value;
};

const readInput = (data: FormData): unknown => {
  try {
    return JSON.parse(text(data, "input") || "{}");
  } catch {
    const issue = { path: "input", code: "malformed", message: "This is not JSON." };
    throw new Problem(422, "invalid_input", issue.message, { issues: [issue] });
  }
};

const HELP: Record<string, string> = {
  webhook: "Stands in for the body of a delivery: trigger.body in expressions.",
  event: "Stands in for the event's data: trigger.event.data in expressions.",
};

/** Starts the live version by hand: the form of its manual trigger, or sample input for other triggers. */
export const RunDialog = ({ open, onOpenChange, workflowId, trigger }: Props) => {
  const router = useRouter();
  const fields = trigger?.type === "manual" ? ((trigger.fields ?? []) as FormField[]) : undefined;
  const start = async (data: FormData) => {
    const input = fields
      ? Object.fromEntries(fields.map((field) => [field.name, inputOf(field, data)]))
      : readInput(data);
    const { runId } = await send<{ runId: string }>("POST", `/api/v1/workflows/${workflowId}/run`, {
      body: { input },
    });
    onOpenChange(false);
    router.push(`/runs/${runId}`);
  };
  const needsInput = fields ? fields.length > 0 : trigger?.type !== "schedule";
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Run now"
      summary="Starts the live version. Its mails and requests are real."
    >
      <Form onSubmit={start} label="Run now">
        {({ pending, problemOf }) => (
          <>
            {fields?.map((field) => (
              <InputField
                key={field.name}
                field={field}
                problem={problemOf(`input.${field.name}`)}
              />
            ))}
            {!fields && needsInput && (
              <TextAreaField
                label="Input, JSON"
                name="input"
                rows={8}
                defaultValue={"{\n  \n}"}
                spellCheck={false}
                className="font-mono"
                help={HELP[String(trigger?.type)]}
                problem={problemOf("input")}
              />
            )}
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Run
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
};

const TYPES = { text: "text", number: "number", date: "date", email: "email" } as const;

const InputField = ({ field, problem }: { field: FormField; problem: string | undefined }) => {
  const { name, type, required, options } = field;
  const label = field.label ?? name;
  if (type === "boolean") return <CheckField name={`input.${name}`} label={label} />;
  const common = { label, name: `input.${name}`, required, optional: !required, problem };
  if (type === "select") {
    return (
      <SelectField {...common}>
        {!required && <option value="">–</option>}
        {options?.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </SelectField>
    );
  }
  return <TextField {...common} type={TYPES[type]} {...(type === "number" && { step: "any" })} />;
};
