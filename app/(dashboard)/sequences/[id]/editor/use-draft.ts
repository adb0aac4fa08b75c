"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem, send } from "@/app/_ui/http/send";
import { type Draft, type Path, put } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

const AFTER_MS = 700;
const HISTORY_MAX = 100;

type History = { past: Draft[]; present: Draft; future: Draft[]; group: string };

/** saved · typing (a save follows) · saving · conflict · failed */
export type SaveState = "saved" | "typing" | "saving" | "conflict" | "failed";

/**
 * The draft on the page: changes with undo (typing in one field is one step back), saved by itself less than a second after
 * the last change, one save at a time.
 */
export const useDraft = (sequence: SequenceDetail) => {
  const [history, setHistory] = useState<History>({
    past: [],
    present: sequence.draft,
    future: [],
    group: "",
  });
  const [saved, setSaved] = useState(sequence);
  const [state, setState] = useState<SaveState>("saved");
  const [trouble, setTrouble] = useState("");
  const latest = useRef({
    draft: sequence.draft,
    stored: sequence.draft,
    revision: sequence.revision,
  });
  latest.current.draft = history.present;
  const running = useRef(Promise.resolve(true));
  const isStuck = useRef(false);

  const change = useCallback((next: (draft: Draft) => Draft, group = "") => {
    setHistory(({ past, present, group: last }) => ({
      past: group && group === last ? past : [...past, present].slice(-HISTORY_MAX),
      present: next(present),
      future: [],
      group,
    }));
  }, []);
  const set = useCallback(
    (path: Path, value: unknown) => change((draft) => put(draft, path, value), path.join(".")),
    [change],
  );
  const undo = useCallback(() => {
    setHistory(({ past, present, future }) => {
      const before = past.at(-1);
      if (!before) return { past, present, future, group: "" };
      return { past: past.slice(0, -1), present: before, future: [present, ...future], group: "" };
    });
  }, []);
  const redo = useCallback(() => {
    setHistory(({ past, present, future: [next, ...rest] }) =>
      next
        ? { past: [...past, present], present: next, future: rest, group: "" }
        : { past, present, future: [], group: "" },
    );
  }, []);

  const store = useCallback(
    async (overwrite: boolean): Promise<boolean> => {
      const { draft, stored, revision } = latest.current;
      if (draft === stored && !overwrite) return true;
      setState("saving");
      try {
        const answer = await send<SequenceDetail>("PATCH", `/api/v1/sequences/${sequence.id}`, {
          body: { definition: draft, ...(!overwrite && { revision }) },
        });
        latest.current = { ...latest.current, stored: draft, revision: answer.revision };
        isStuck.current = false;
        setSaved(answer);
        setState(latest.current.draft === draft ? "saved" : "typing");
        return true;
      } catch (error) {
        const { code, message } = asProblem(error);
        isStuck.current = code === "conflict";
        setTrouble(message);
        setState(isStuck.current ? "conflict" : "failed");
        return false;
      }
    },
    [sequence.id],
  );

  /** Saves what is there now; true when nothing is left unsaved. `overwrite` saves over what others did. */
  const flush = useCallback(
    (overwrite = false): Promise<boolean> => {
      running.current = running.current.then(() => store(overwrite));
      return running.current;
    },
    [store],
  );

  useEffect(() => {
    if (isStuck.current) return undefined;
    if (history.present === latest.current.stored) {
      setState("saved");
      return undefined;
    }
    setState("typing");
    const timer = setTimeout(() => void flush(), AFTER_MS);
    return () => clearTimeout(timer);
  }, [history.present, flush]);

  return {
    draft: history.present,
    change,
    set,
    undo,
    redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    saved,
    state,
    trouble,
    flush,
  };
};
