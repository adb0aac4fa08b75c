"use client";

import { WandSparkles } from "lucide-react";
import { type RefObject, useMemo } from "react";
import { CodeEditor, type CodeEditorHandle } from "@/app/_ui/code/code-editor";
import { lineOf, scanJson } from "@/app/_ui/code/json-positions";
import { pretty } from "@/app/_ui/code/pretty";
import { Button } from "@/app/_ui/controls/button";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

type Props = {
  text: string;
  onText: (text: string) => void;
  editor: RefObject<CodeEditorHandle | null>;
  readOnly: boolean;
};

/** The document as text. What can be read becomes the document at once; what cannot stays here and is said. */
export const JsonView = ({ text, onText, editor, readOnly }: Props) => {
  const { problems } = useEditor();
  const scanned = useMemo(() => scanJson(text), [text]);
  const marks = useMemo(() => {
    const byLine = new Map<number, string[]>();
    const found = scanned.problem
      ? [{ line: scanned.problem.line, message: scanned.problem.message }]
      : problems.map(({ path, message }) => ({ line: lineOf(scanned.lines, path), message }));
    for (const { line, message } of found) byLine.set(line, [...(byLine.get(line) ?? []), message]);
    return byLine;
  }, [scanned, problems]);
  return (
    <div className="grid gap-2 p-3">
      <CodeEditor
        ref={editor}
        label="Workflow definition, JSON"
        value={text}
        onChange={onText}
        readOnly={readOnly}
        marks={marks}
      />
      {!readOnly && (
        <Button
          size="small"
          className="justify-self-start"
          disabled={scanned.problem !== undefined}
          onClick={() => onText(pretty(JSON.parse(text)))}
        >
          <WandSparkles aria-hidden />
          Format
        </Button>
      )}
    </div>
  );
};
