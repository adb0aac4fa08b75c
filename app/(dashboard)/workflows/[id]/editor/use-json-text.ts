"use client";

import { useCallback, useMemo, useState } from "react";
import { type JsonProblem, scanJson } from "@/app/_ui/code/json-positions";
import { pretty } from "@/app/_ui/code/pretty";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";

type Typed = { text: string; document: Document };

const readObject = (text: string): Document | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Document)
      : undefined;
  } catch {
    return undefined;
  }
};

const NO_OBJECT: JsonProblem = { line: 1, column: 1, message: "A workflow is an object in braces" };

/**
 * The document as text, kept over a change of views. `problem` is there while the text cannot be read; the document is
 * then still the last one that could. `discard` gives such a text up.
 */
export const useJsonText = (document: Document, replace: (document: Document) => void) => {
  const [typed, setTyped] = useState<Typed>();
  const isMine = typed !== undefined && typed.document === document;
  const text = useMemo(
    () => (isMine ? typed.text : pretty(document)),
    [isMine, typed?.text, document],
  );
  const problem = useMemo((): JsonProblem | undefined => {
    if (!isMine || readObject(text)) return undefined;
    return scanJson(text).problem ?? NO_OBJECT;
  }, [isMine, text]);
  const type = useCallback(
    (next: string) => {
      const read = readObject(next);
      setTyped({ text: next, document: read ?? document });
      if (read) replace(read);
    },
    [document, replace],
  );
  return { text, type, problem, discard: () => setTyped(undefined) };
};
