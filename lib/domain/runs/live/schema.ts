import { z } from "zod";
import { RunItem, RunStep } from "@/lib/domain/runs/schema";

/** A step while its run is followed: everything but its values, and how many log lines it has. */
export const LiveStep = RunStep.pick({
  id: true,
  status: true,
  attempts: true,
  attemptLog: true,
  error: true,
  reused: true,
  items: true,
  waitsUntil: true,
  startedAt: true,
  endedAt: true,
}).extend({ logLines: z.int() });
export type LiveStep = z.infer<typeof LiveStep>;

/** A run at one moment, with the steps that have begun; the same state has the same id. */
export type Frame = { id: string; run: RunItem; steps: LiveStep[] };

/** What `snapshot` (every step that has begun) and `change` (those that changed since the event before) carry. */
export const LiveData = z.object({ run: RunItem, steps: z.array(LiveStep) });

/**
 * Server-sent events: `snapshot` first, `change` after it, `end` when the run has ended (follow no more), `reconnect` after
 * five minutes (come back with the last id). A comment every 15 s shows that the line is alive.
 */
export type LiveEvent =
  | { event: "snapshot" | "change"; id: string; data: z.infer<typeof LiveData> }
  | { event: "end" | "reconnect"; id: string; data: { status: RunItem["status"] } }
  | { event: "beat" };

/** `Last-Event-ID` is sent by browsers when they come back. */
export const LiveHeaders = z.object({ "last-event-id": z.string().max(100).optional() });
