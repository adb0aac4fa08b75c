import { send } from "@/app/_ui/http/send";
import type { BulkAction, BulkAsked } from "@/lib/domain/bulk-actions/schema";

/** A command over many things: where it goes and what it says; `ids` or `filter` choose the things. */
export type BulkCommand = {
  path: `/api/v1/${string}`;
  body: { ids?: string[]; filter?: object } & Record<string, unknown>;
};

/** How many things a command means, without doing anything. */
export const previewBulk = ({ path, body }: BulkCommand, signal?: AbortSignal) =>
  send<BulkAsked>("POST", path, {
    body: { ...body, dryRun: true },
    ...(signal && { signal }),
  }).then(({ count }) => count);

/** Begins it; the action that does it, or null when there is nothing left to do. */
export const startBulk = ({ path, body }: BulkCommand): Promise<BulkAction | null> =>
  send<BulkAsked>("POST", path, { body }).then(({ action }) => action);
