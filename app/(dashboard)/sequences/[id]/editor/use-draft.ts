"use client";

import { useCallback, useState } from "react";
import { send } from "@/app/_ui/http/send";
import type { Home } from "@/app/_ui/save/autosave";
import { useAutosave } from "@/app/_ui/save/use-autosave";
import { type Draft, type Path, put } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

const HISTORY_MAX = 100;

type History = { past: Draft[]; present: Draft; future: Draft[]; group: string };

const homeOf = (id: string): Home<Draft, SequenceDetail> => ({
  store: (definition, over) =>
    send("PATCH", `/api/v1/sequences/${id}`, {
      body: { definition, ...(over && { revision: over.revision }) },
    }),
  read: () => send("GET", `/api/v1/sequences/${id}`),
  documentOf: ({ draft }) => draft,
});

/** The draft on the page: changes with undo (typing in one field is one step back), saved while one works on it. */
export const useDraft = (sequence: SequenceDetail) => {
  const [history, setHistory] = useState<History>({
    past: [],
    present: sequence.draft,
    future: [],
    group: "",
  });
  const [home] = useState(() => homeOf(sequence.id));
  const { save, saved, state, problem } = useAutosave(home, sequence, history.present);

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

  /** Takes what the server has instead of what is here; undo brings this back. */
  const loadTheirs = useCallback(async () => {
    const theirs = save.adopt(await home.read());
    change(() => theirs);
  }, [home, save, change]);

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
    problem,
    flush: save.flush,
    loadTheirs,
  };
};
