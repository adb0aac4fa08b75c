"use client";

import { WandSparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef } from "react";
import { CodeEditor, type CodeEditorHandle } from "@/app/_ui/code/code-editor";
import { lineOf, scanJson } from "@/app/_ui/code/json-positions";
import { pretty } from "@/app/_ui/code/pretty";
import { Button } from "@/app/_ui/controls/button";
import { Section } from "@/app/_ui/data/section";
import { useLeaveGuard } from "@/app/_ui/form/use-leave-guard";
import { send } from "@/app/_ui/http/send";
import { ProblemList } from "@/app/(dashboard)/workflows/[id]/problem-list";
import { PublishButton } from "@/app/(dashboard)/workflows/[id]/publish-button";
import { SaveNote } from "@/app/(dashboard)/workflows/[id]/save-note";
import { useDraft } from "@/app/(dashboard)/workflows/[id]/use-draft";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

type Props = {
  workflow: WorkflowDetail;
  live: { version: number; publishedAt: string } | null;
  mayWrite: boolean;
};

/** The draft as text: saved while one types, its problems at their lines, published from here. */
export const DraftEditor = ({ workflow, live, mayWrite }: Props) => {
  const router = useRouter();
  const editor = useRef<CodeEditorHandle>(null);
  const shown = useRef({ name: workflow.name, problems: workflow.problems.length });
  const onSaved = useCallback(
    ({ name, problems }: WorkflowDetail) => {
      if (name === shown.current.name && problems.length === shown.current.problems) return;
      shown.current = { name, problems: problems.length };
      router.refresh();
    },
    [router],
  );
  const draft = useDraft(workflow, onSaved);
  const scanned = useMemo(() => scanJson(draft.text), [draft.text]);
  useLeaveGuard(["unreadable", "failed", "conflict"].includes(draft.state));
  const problems = useMemo(() => {
    const { problem, lines } = scanned;
    if (problem) return [{ line: problem.line, path: "", message: `${problem.message}.` }];
    return draft.saved.problems.map(({ path, message }) => ({
      line: lineOf(lines, path),
      path,
      message,
    }));
  }, [scanned, draft.saved]);
  const marks = useMemo(() => {
    const byLine = new Map<number, string[]>();
    for (const { line, message } of problems)
      byLine.set(line, [...(byLine.get(line) ?? []), message]);
    return byLine;
  }, [problems]);
  const loadTheirs = async () =>
    draft.adopt(await send<WorkflowDetail>("GET", `/api/v1/workflows/${workflow.id}`));
  return (
    <Section
      title="Draft"
      summary={<SaveNote {...draft} live={live} onLoadTheirs={() => void loadTheirs()} />}
      actions={
        mayWrite && (
          <>
            <Button
              disabled={scanned.problem !== undefined}
              onClick={() => draft.type(pretty(JSON.parse(draft.text)))}
            >
              <WandSparkles aria-hidden />
              Format
            </Button>
            <PublishButton
              workflowId={workflow.id}
              problems={problems.length}
              flush={draft.flush}
            />
          </>
        )
      }
    >
      <CodeEditor
        ref={editor}
        label="Workflow definition, JSON"
        value={draft.text}
        onChange={draft.type}
        readOnly={!mayWrite}
        marks={marks}
      />
      <ProblemList problems={problems} onShow={(line) => editor.current?.goToLine(line)} />
    </Section>
  );
};
