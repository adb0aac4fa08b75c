import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import { asSystem } from "@/lib/infra/db/as-system";
import { log } from "@/lib/infra/log/log";

type Counted = {
  tenantId: string;
  /** Path template. */
  route: string;
  method: string;
  status: number;
  durationMs: number;
};

/** Above this the newest are dropped: metrics must never take the memory of the product. */
const WAITING_MAX = 5000;

let waiting: (Counted & { id: string })[] = [];
let writing: Promise<void> | undefined;

/** So that a statement counts more than a few requests, and nobody waits for it. */
const GATHER_MS = 100;

const write = async () => {
  while (waiting.length > 0) {
    await sleep(GATHER_MS);
    const rows = waiting;
    waiting = [];
    await sql`
      insert into public.api_requests (tenant_id, id, route, method, status, duration_ms)
      select "tenantId", id, route, method, status, "durationMs" from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r ("tenantId" uuid, id uuid, route text, method text, status int, "durationMs" float8)`
      .execute(asSystem("one statement counts the requests of many tenants"))
      .catch((error: unknown) =>
        log.warn({ err: error, lost: rows.length }, "requests not counted"),
      );
  }
  writing = undefined;
};

/** Notes an answered request for the metrics; rows that come together are written together, off the request's path. */
export const countRequest = (request: Counted): void => {
  if (waiting.length < WAITING_MAX) waiting.push({ ...request, id: uuidv7() });
  writing ??= write();
};

/** Settles when every noted request is written. */
export const requestsCounted = async (): Promise<void> => {
  await writing;
};
