"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { Autosave, type Home, type Saving } from "@/app/_ui/save/autosave";

/** Saves a document while one works on it, see `Autosave`. What lies behind `home` stays the same. */
export const useAutosave = <Document, Answer>(
  home: Home<Document, Answer>,
  first: Answer,
  document: Document,
): Saving<Answer> & { save: Autosave<Document, Answer> } => {
  const [save] = useState(() => new Autosave(home, first));
  const now = useSyncExternalStore(save.subscribe, save.now, save.now);
  const { state } = now;
  useEffect(() => save.change(document), [save, document]);
  useEffect(() => () => save.leave(), [save]);
  useEffect(() => {
    if (state !== "failed") return;
    const again = () => void save.flush();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [state, save]);
  useEffect(() => {
    if (state === "saved") return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [state]);
  return { ...now, save };
};
