"use client";

import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/app/_ui/cn";
import { Select } from "@/app/_ui/form/select";

const BOX =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink transition-colors hover:border-muted disabled:cursor-not-allowed disabled:bg-hover disabled:text-muted read-only:bg-hover aria-invalid:border-failed";

type Wiring = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

type FieldProps = {
  label: string;
  name: string;
  help?: ReactNode;
  /** A sentence that says what is wrong and how to mend it. */
  problem?: string | undefined;
  optional?: boolean | undefined;
  className?: string | undefined;
  children: (wiring: Wiring) => ReactNode;
};

/** Label above, help and problem below, all tied to the control for screen readers. */
export const Field = ({
  label,
  name,
  help,
  problem,
  optional,
  className,
  children,
}: FieldProps) => {
  const id = `${useId()}-${name}`;
  const described = [problem && `${id}-problem`, help && `${id}-help`].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(problem && { "aria-invalid": true }),
      })}
      {problem && (
        <p id={`${id}-problem`} className="flex items-start gap-1.5 text-sm text-failed">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {problem}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-sm text-muted">
          {help}
        </p>
      )}
    </div>
  );
};

type Wrapped = Omit<FieldProps, "children" | "className">;

/** One line of text with its label. */
export const TextField = ({
  label,
  help,
  problem,
  optional,
  className,
  ...props
}: Wrapped & ComponentProps<"input">) => (
  <Field {...{ label, help, problem, optional, className, name: props.name }}>
    {(wiring) => <input type="text" {...props} {...wiring} className={cn(BOX, "h-9")} />}
  </Field>
);

/** A select with its label. */
export const SelectField = ({
  label,
  help,
  problem,
  optional,
  className,
  ...props
}: Wrapped & Omit<ComponentProps<"select">, "size">) => (
  <Field {...{ label, help, problem, optional, className, name: props.name }}>
    {(wiring) => <Select look="field" {...props} {...wiring} />}
  </Field>
);

/** Several lines of text with their label. */
export const TextAreaField = ({
  label,
  help,
  problem,
  optional,
  className,
  ...props
}: Wrapped & ComponentProps<"textarea">) => (
  <Field {...{ label, help, problem, optional, className, name: props.name }}>
    {(wiring) => <textarea rows={3} {...props} {...wiring} className={cn(BOX, "py-2")} />}
  </Field>
);

/** A box to tick, its sentence beside it. */
export const CheckField = ({
  label,
  help,
  className,
  ...props
}: Omit<ComponentProps<"input">, "type"> & { label: ReactNode; help?: ReactNode }) => {
  const id = useId();
  return (
    <div className={cn("flex items-start gap-2.5", className)}>
      <input
        {...props}
        id={id}
        type="checkbox"
        aria-describedby={help ? `${id}-help` : undefined}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div>
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {help && (
          <p id={`${id}-help`} className="text-sm text-muted">
            {help}
          </p>
        )}
      </div>
    </div>
  );
};
