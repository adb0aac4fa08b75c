import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";

/** An event as waits and their filters see it; receivedAt is ISO 8601 UTC. */
export type SeenEvent = { id: string; name: string; data: unknown; receivedAt: string };

/** A filter over `event`, and the values of the run it names. */
export type Filter = { filter: string | null; scope: Record<string, unknown> };

/** Whether an event is what a wait is for. A filter that meets values it cannot work with does not hold. */
export const matches = ({ filter, scope }: Filter, event: SeenEvent): boolean => {
  if (filter === null) return true;
  try {
    return evaluate(filter, { ...scope, event }) === true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};
