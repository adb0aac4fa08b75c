"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { pretty } from "@/app/_ui/code/pretty";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

const AFTER_MS = 1000;

/** saved · typing (a save follows) · saving · unreadable (not JSON, so not saved) · conflict · failed */
export type SaveState = "saved" | "typing" | "saving" | "unreadable" | "conflict" | "failed";

const read = (text: string): { definition?: Record<string, unknown> } => {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { definition: value as Record<string, unknown> } : {};
  } catch {
    return {};
  }
};

/** The text of a draft and its way to the server: saved one second after the last key, one save at a time. */
export const useDraft = (workflow: WorkflowDetail, onSaved: (saved: WorkflowDetail) => void) => {
  const [text, setText] = useState(() => pretty(workflow.draft));
  const [state, setState] = useState<SaveState>("saved");
  const [problem, setProblem] = useState<Problem>();
  const [saved, setSaved] = useState(workflow);
  const latest = useRef({ text, updatedAt: workflow.updatedAt, stored: text });
  const running = useRef<Promise<boolean> | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const adopt = useCallback((from: WorkflowDetail) => {
    const stored = pretty(from.draft);
    latest.current = { text: stored, updatedAt: from.updatedAt, stored };
    setText(stored);
    setSaved(from);
    setState("saved");
  }, []);

  const store = useCallback(
    async (overwrite: boolean): Promise<boolean> => {
      const { text: sent, updatedAt } = latest.current;
      const { definition } = read(sent);
      if (!definition) {
        setState("unreadable");
        return false;
      }
      setState("saving");
      try {
        const body = { definition, ...(!overwrite && { updatedAt }) };
        const answer = await send<WorkflowDetail>("PATCH", `/api/v1/workflows/${workflow.id}`, {
          body,
        });
        latest.current = {
          ...latest.current,
          updatedAt: answer.updatedAt,
          stored: pretty(answer.draft),
        };
        setSaved(answer);
        setState(latest.current.text === sent ? "saved" : "typing");
        onSaved(answer);
        return true;
      } catch (error) {
        const told = asProblem(error);
        setProblem(told);
        setState(told.code === "conflict" ? "conflict" : "failed");
        return false;
      }
    },
    [workflow.id, onSaved],
  );

  /** Saves what is typed now; true when nothing is left unsaved. */
  const flush = useCallback(
    async (overwrite = false): Promise<boolean> => {
      clearTimeout(timer.current);
      await running.current;
      const { definition } = read(latest.current.text);
      if (!overwrite && definition && pretty(definition) === latest.current.stored) {
        setState("saved");
        return true;
      }
      running.current = store(overwrite).finally(() => {
        running.current = undefined;
      });
      return running.current;
    },
    [store],
  );

  const type = useCallback(
    (next: string) => {
      latest.current.text = next;
      setText(next);
      setState("typing");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), AFTER_MS);
    },
    [flush],
  );

  // The page was read again: take over what others did, unless something here is unsaved.
  useEffect(() => {
    const same = pretty(workflow.draft) === latest.current.stored;
    if (same) latest.current.updatedAt = workflow.updatedAt;
    else if (workflow.updatedAt > latest.current.updatedAt && state === "saved") adopt(workflow);
  }, [workflow, state, adopt]);

  // Leaving inside the app: what waits for its second is sent at once.
  useEffect(
    () => () => {
      if (timer.current !== undefined) void flush();
    },
    [flush],
  );

  return { text, type, state, problem, saved, flush, adopt };
};
