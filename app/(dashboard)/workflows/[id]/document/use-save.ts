"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { pretty } from "@/app/_ui/code/pretty";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

/** After the last change, and at most after the first one that is not saved. */
const AFTER_MS = 800;
const AT_MOST_MS = 1500;

/** saved · typing (a save follows) · saving · conflict · failed */
export type SaveState = "saved" | "typing" | "saving" | "conflict" | "failed";

type Options = {
  workflow: WorkflowDetail;
  document: Document;
  /** The server has another draft than the one last saved here, and nothing here is unsaved. */
  onTheirs: (document: Document) => void;
  onSaved: (saved: WorkflowDetail) => void;
};

/** The way of a draft to the server: one save at a time, a second or so after a change. */
export const useSave = ({ workflow, document, onTheirs, onSaved }: Options) => {
  const [state, setState] = useState<SaveState>("saved");
  const [problem, setProblem] = useState<Problem>();
  const [saved, setSaved] = useState(workflow);
  const latest = useRef({ document, stored: document, updatedAt: workflow.updatedAt });
  const running = useRef(Promise.resolve(true));
  const isStuck = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const since = useRef<number | undefined>(undefined);

  const store = useCallback(
    async (overwrite: boolean): Promise<boolean> => {
      const { document: sent, updatedAt } = latest.current;
      setState("saving");
      since.current = undefined;
      try {
        const answer = await send<WorkflowDetail>("PATCH", `/api/v1/workflows/${workflow.id}`, {
          body: { definition: sent, ...(!overwrite && { updatedAt }) },
        });
        latest.current = { ...latest.current, updatedAt: answer.updatedAt, stored: sent };
        isStuck.current = false;
        setSaved(answer);
        setState(latest.current.document === sent ? "saved" : "typing");
        onSaved(answer);
        return true;
      } catch (error) {
        const told = asProblem(error);
        setProblem(told);
        isStuck.current = told.code === "conflict" || told.status === 412;
        setState(isStuck.current ? "conflict" : "failed");
        return false;
      }
    },
    [workflow.id, onSaved],
  );

  /** Saves what is there now; true when nothing is left unsaved. `overwrite` saves over what others did. */
  const flush = useCallback(
    (overwrite = false): Promise<boolean> => {
      clearTimeout(timer.current);
      // One after the other: each save names the time of the one before.
      running.current = running.current.then(() => {
        if (overwrite || latest.current.document !== latest.current.stored) return store(overwrite);
        setState("saved");
        return true;
      });
      return running.current;
    },
    [store],
  );

  useEffect(() => {
    if (document === latest.current.document) return;
    latest.current.document = document;
    // A conflict is for people to solve; saving again would only be refused again.
    if (isStuck.current) return;
    since.current ??= Date.now();
    setState("typing");
    clearTimeout(timer.current);
    const left = AT_MOST_MS - (Date.now() - since.current);
    timer.current = setTimeout(() => void flush(), Math.max(0, Math.min(AFTER_MS, left)));
  }, [document, flush]);

  /** Takes what the server has instead of what is here. */
  const adopt = useCallback(
    (from: WorkflowDetail) => {
      clearTimeout(timer.current);
      isStuck.current = false;
      latest.current = { document: from.draft, stored: from.draft, updatedAt: from.updatedAt };
      setSaved(from);
      setState("saved");
      onTheirs(from.draft);
      onSaved(from);
    },
    [onTheirs, onSaved],
  );

  // The page was read again: take over what others did, unless something here is unsaved.
  useEffect(() => {
    if (workflow.updatedAt <= latest.current.updatedAt || state !== "saved") return;
    if (pretty(workflow.draft) === pretty(latest.current.stored)) {
      latest.current.updatedAt = workflow.updatedAt;
      setSaved(workflow);
    } else adopt(workflow);
  }, [workflow, state, adopt]);

  // Leaving inside the app: what waits for its second is sent at once.
  useEffect(
    () => () => {
      if (since.current !== undefined) void flush();
    },
    [flush],
  );

  useEffect(() => {
    if (state === "saved") return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [state]);

  return { state, problem, saved, flush, adopt };
};
