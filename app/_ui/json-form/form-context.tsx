"use client";

import { type ComponentType, createContext, useContext } from "react";
import type { JsonSchema } from "@/app/_ui/expression/known";

export type Path = readonly (string | number)[];

export type FieldProps = {
  schema: JsonSchema;
  path: Path;
  value: unknown;
  required?: boolean;
  /** Instead of the schema's title or the field's name. */
  label?: string;
};

/** Controls that hold others get the field from above, as fields hold such controls themselves. */
export type WithField = { Field: ComponentType<FieldProps> };

export type FieldProblem = { code: string; message: string };

/** What every field of a generated form needs of the form. */
export type FormAccess = {
  /** Puts a value at a path; undefined takes it away. */
  change: (path: Path, value: unknown) => void;
  /** By dotted path. */
  problems: ReadonlyMap<string, readonly FieldProblem[]>;
  /** Whether the field at a path holds an expression without braces. */
  isBare: (path: Path) => boolean;
  readOnly: boolean;
};

const Context = createContext<FormAccess>({
  change: () => {},
  problems: new Map(),
  isBare: () => false,
  readOnly: true,
});

export const FormAccessProvider = Context;

export const useFormAccess = () => useContext(Context);

export const dotted = (path: Path): string => path.join(".");
