"use client";

import { useSyncExternalStore } from "react";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

/** Workflows as this tab read or saved them last, by id. */
const known = new Map<string, WorkflowDetail>();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const none = () => undefined;

/** Keeps what the server answered, for every part of the page. */
export const remember = (workflow: WorkflowDetail): WorkflowDetail => {
  const old = known.get(workflow.id);
  if (!old || old.updatedAt < workflow.updatedAt) {
    known.set(workflow.id, workflow);
    for (const listener of listeners) listener();
  }
  return workflow;
};

const useKnown = (id: string) => useSyncExternalStore(subscribe, () => known.get(id), none);

/**
 * The workflow as it was rendered, or as this tab saved it since. Pages are kept for the way back as they once were; reading
 * them again with each save would cost a render on the server, and build the editor anew when the address changes meanwhile.
 */
export const useNewest = (rendered: WorkflowDetail): WorkflowDetail => {
  const told = useKnown(rendered.id);
  return told && told.updatedAt > rendered.updatedAt ? told : rendered;
};

/** What the page says of a draft around its editor. */
export type Facts = { name: string; problems: number; updatedAt: string };

/** The facts as they were rendered, or as this tab saved them since. */
export const useFacts = (id: string, rendered: Facts): Facts => {
  const told = useKnown(id);
  if (!told || told.updatedAt <= rendered.updatedAt) return rendered;
  return { name: told.name, problems: told.problems.length, updatedAt: told.updatedAt };
};
