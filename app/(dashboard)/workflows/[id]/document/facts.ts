"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

/** What the page says of a draft around its editor. */
export type Facts = { name: string; problems: number; updatedAt: string };

const saved = new Map<string, Facts>();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const none = () => undefined;

/** The facts as they were rendered, or as the editor saved them since. */
export const useFacts = (id: string, rendered: Facts): Facts => {
  const told = useSyncExternalStore(subscribe, () => saved.get(id), none);
  return told && told.updatedAt > rendered.updatedAt ? told : rendered;
};

/**
 * Tells the page what was saved. Reading the page again instead would cost a render on the server for each save, and would
 * build the editor anew when the address changes meanwhile.
 */
export const useTellFacts = (workflow: WorkflowDetail) => {
  const { id, name, problems, updatedAt } = workflow;
  useEffect(() => {
    saved.set(id, { name, problems: problems.length, updatedAt });
    for (const listener of listeners) listener();
  }, [id, name, problems, updatedAt]);
};
