"use client";

import { useCallback, useMemo } from "react";
import type { FieldProblem, FormAccess, Path } from "@/app/_ui/json-form/form-context";
import { isBarePath } from "@/app/(dashboard)/workflows/[id]/document/references";
import type { Editor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

type Fields = Record<string, unknown>;

const stepsIn = (value: unknown): Fields[] => (Array.isArray(value) ? value : []);

const TRIGGER_EXPRESSIONS = ["if", "items", "id", "next", "cursor.value"];

const isBareIn = (kinds: Editor["kinds"], step: Fields, [field, ...rest]: Path): boolean => {
  if (field === "when") return rest.length === 0;
  const patterns = kinds.find(({ type }) => type === step.type)?.expressions ?? [];
  return field === "with" && isBarePath(rest, patterns);
};

/** What the generated forms of the editor need: paths are those of the document. */
export const useFormFields = (editor: Editor): FormAccess => {
  const { document, kinds, problems, set, mayWrite } = editor;
  const byPath = useMemo(() => {
    const found = new Map<string, FieldProblem[]>();
    for (const { path, code, message } of problems)
      found.set(path, [...(found.get(path) ?? []), { code, message }]);
    return found;
  }, [problems]);
  const steps = document.steps;
  const isBare = useCallback(
    ([root, index, ...rest]: Path): boolean => {
      if (root === "trigger") return isBarePath([index ?? "", ...rest], TRIGGER_EXPRESSIONS);
      const step = stepsIn(steps)[Number(index)];
      if (root !== "steps" || !step) return false;
      const [field, at, ...inner] = rest;
      if (field !== "steps") return isBareIn(kinds, step, rest);
      const body = stepsIn(step.steps)[Number(at)];
      return body !== undefined && isBareIn(kinds, body, inner);
    },
    [steps, kinds],
  );
  return useMemo(
    () => ({ change: set, problems: byPath, isBare, readOnly: !mayWrite }),
    [set, byPath, isBare, mayWrite],
  );
};
