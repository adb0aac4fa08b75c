"use client";

import { useMemo } from "react";
import type { FieldProblem, FormAccess } from "@/app/_ui/json-form/form-context";
import type { Editor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

type Fields = Record<string, unknown>;

const stepsIn = (value: unknown): Fields[] => (Array.isArray(value) ? value : []);

/** What the generated forms of the editor need: paths are those of the document. */
export const useFormFields = (editor: Editor): FormAccess => {
  const { document, kinds, problems, set, mayWrite } = editor;
  const byPath = useMemo(() => {
    const found = new Map<string, FieldProblem[]>();
    for (const { path, code, message } of problems)
      found.set(path, [...(found.get(path) ?? []), { code, message }]);
    return found;
  }, [problems]);
  const bare = useMemo(() => {
    const fields = (step: Fields, path: string): string[] => [
      `${path}.when`,
      ...(kinds.find(({ type }) => type === step.type)?.expressions ?? []).map(
        (field) => `${path}.with.${field}`,
      ),
      ...stepsIn(step.steps).flatMap((inner, at) => fields(inner, `${path}.steps.${at}`)),
    ];
    const steps = stepsIn(document.steps).flatMap((step, index) => fields(step, `steps.${index}`));
    return new Set([...steps, "trigger.if", "trigger.items", "trigger.id"]);
  }, [document.steps, kinds]);
  return useMemo(
    () => ({ change: set, problems: byPath, bare, readOnly: !mayWrite }),
    [set, byPath, bare, mayWrite],
  );
};
