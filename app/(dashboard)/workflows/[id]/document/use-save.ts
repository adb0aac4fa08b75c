"use client";

import { useCallback, useEffect, useState } from "react";
import { send } from "@/app/_ui/http/send";
import type { Home } from "@/app/_ui/save/autosave";
import { useAutosave } from "@/app/_ui/save/use-autosave";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";
import { remember } from "@/app/(dashboard)/workflows/[id]/document/newest";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

type Options = {
  workflow: WorkflowDetail;
  document: Document;
  /** The server has another draft than the one last saved here, and nothing here is unsaved. */
  onTheirs: (document: Document) => void;
};

const homeOf = (id: string): Home<Document, WorkflowDetail> => ({
  store: (definition, over) =>
    send<WorkflowDetail>("PATCH", `/api/v1/workflows/${id}`, {
      body: { definition, ...(over && { updatedAt: over.updatedAt }) },
    }).then(remember),
  read: () => send<WorkflowDetail>("GET", `/api/v1/workflows/${id}`).then(remember),
  documentOf: ({ draft }) => draft,
});

/** Saves the draft while one works on it, and takes over what others saved meanwhile. */
export const useSave = ({ workflow, document, onTheirs }: Options) => {
  const [home] = useState(() => homeOf(workflow.id));
  const { save, state, problem, saved } = useAutosave(home, workflow, document);

  // The page was read again, or an editor left before has saved: take that over, unless something here is unsaved.
  useEffect(() => {
    if (state !== "saved" || workflow.updatedAt <= saved.updatedAt) return;
    const theirs = save.hear(workflow);
    if (theirs) onTheirs(theirs);
  }, [workflow, state, saved, save, onTheirs]);

  /** Takes what the server has instead of what is here. */
  const loadTheirs = useCallback(async () => {
    onTheirs(save.adopt(await home.read()));
  }, [home, save, onTheirs]);
  return { state, problem, saved, flush: save.flush, loadTheirs };
};
