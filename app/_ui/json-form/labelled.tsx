"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { dotted, type Path, useFormAccess } from "@/app/_ui/json-form/form-context";

/** Mistakes in the writing of an expression are told below its text, at their place, before it is saved. */
const SHOWN_WHILE_TYPING = /^(expression_(syntax|function|number|too_|empty)|template_)/;

type Wiring = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

type Props = {
  label: string;
  path: Path;
  help?: ReactNode;
  optional?: boolean | undefined;
  /** Buttons at the right of the label. */
  actions?: ReactNode;
  /** One control for everything below its path: the problems of it all stand here. */
  whole?: boolean;
  /** A group of controls instead of one: its label is a legend. */
  group?: boolean;
  children: (wiring: Wiring) => ReactNode;
};

/** Label, control, problems and help, tied together; `data-field` is where a problem's link leads. */
export const Labelled = ({
  label,
  path,
  help,
  optional,
  actions,
  group = false,
  whole = false,
  children,
}: Props) => {
  const { problems } = useFormAccess();
  const id = useId();
  const at = dotted(path);
  const below = whole ? [...problems].filter(([one]) => one.startsWith(`${at}.`)) : [];
  const own = (problems.get(at) ?? []).filter(
    ({ code }) => whole || !SHOWN_WHILE_TYPING.test(code),
  );
  const found = [
    ...new Set([...own, ...below.flatMap(([, list]) => list)].map(({ message }) => message)),
  ];
  const described = [found.length > 0 && `${id}-problem`, help && `${id}-help`]
    .filter(Boolean)
    .join(" ");
  const words = (
    <>
      {label}
      {optional && <span className="font-normal text-muted"> (optional)</span>}
    </>
  );
  const Box = group ? "fieldset" : "div";
  return (
    <Box data-field={dotted(path)} className="grid min-w-0 gap-1.5">
      <div className="flex min-h-6 items-center justify-between gap-2">
        {group ? (
          <legend className="contents">
            <span className="font-medium text-sm">{words}</span>
          </legend>
        ) : (
          <label htmlFor={id} className="font-medium text-sm">
            {words}
          </label>
        )}
        {actions && <span className="flex items-center gap-1">{actions}</span>}
      </div>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(found.length > 0 && { "aria-invalid": true }),
      })}
      {found.length > 0 && (
        <div id={`${id}-problem`} className="grid gap-0.5">
          {found.map((message) => (
            <p key={message} className="flex items-start gap-1.5 text-failed text-sm">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {message}
            </p>
          ))}
        </div>
      )}
      {help && (
        <p id={`${id}-help`} className="text-muted text-xs">
          {help}
        </p>
      )}
    </Box>
  );
};
