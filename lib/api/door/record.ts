import { afterResponse } from "@/lib/api/door/after-response";
import type { RequestContext } from "@/lib/api/door/request-context";
import { toAppError } from "@/lib/api/problem";
import { relayIdle } from "@/lib/infra/events/relay";
import { correlation } from "@/lib/infra/log/correlation";
import { countRequest, requestsCounted } from "@/lib/infra/log/count-request";
import { log } from "@/lib/infra/log/log";
import { reportError } from "@/lib/infra/log/report-error";

type Exchange = { method: string; context: RequestContext; status: number; failure: unknown };

/**
 * One log line and, for a tenant's request, one row for the metrics; an error of ours goes to the error tracker. Keeps
 * the process alive until events written by the request are handed over.
 */
export const record = ({ method, context, status, failure }: Exchange): void => {
  const { route, startedMs } = context;
  const durationMs = Math.round((performance.now() - startedMs) * 100) / 100;
  const code = failure === undefined ? undefined : toAppError(failure).code;
  if (code === "internal") reportError(failure, { method, route });
  log.info({ method, route, status, durationMs, ...(code && { code }) }, "request");
  const { tenantId } = correlation();
  if (tenantId) countRequest({ tenantId, route, method, status, durationMs });
  afterResponse(() => Promise.all([relayIdle(), requestsCounted()]));
};
