import { getPage, getPageFile } from "../page/page.ts";
import type { Answer, Call } from "./answer.ts";
import {
  getApps,
  getFunctions,
  getNotices,
  pauseFunction,
  postInvoke,
  resumeFunction,
} from "./api-functions.ts";
import {
  deleteTenant,
  getEvents as getApiEvents,
  getRun as getApiRun,
  getRuns,
  postCancel,
  postCancellations,
  postReplay,
  postReplays,
  postRerun,
} from "./api-runs.ts";
import { getDev, getHealth, notOffered, postRegister, postSync } from "./app.ts";
import { postEvents } from "./events.ts";
import { getMetrics, getQueue } from "./metrics.ts";
import {
  deleteCancellation,
  deleteRun,
  getCancellations,
  getEvent,
  getEventRuns,
  getEvents,
  getRun,
  getRunActions,
  getRunBatch,
  getRunJobs,
  postCancellation,
  postCheckpoint,
  postSignal,
} from "./v1.ts";

export type Handler = (call: Call) => Answer | Promise<Answer>;

const connect = notOffered("connect (websocket workers)", "serve the functions over HTTP");
const realtime = notOffered("realtime", "read the state from your own database");
const endpoints = notOffered("durable HTTP endpoints", "send an event and answer with its id");
const sandboxes = notOffered("sandboxes", "run such code in a service of your own");
/** Taken and not kept: nothing depends on it. */
const dropped = (): Answer => ({ status: 200, body: { data: null } });

/** All routes, by method and path; a part with a colon stands for any one part. */
export const ROUTES: Record<string, Handler> = {
  "GET /": getPage,
  "GET /page/:file": getPageFile,
  "GET /health": getHealth,
  "GET /dev": getDev,
  "POST /e/:key": postEvents,
  "POST /fn/register": postRegister,
  "PUT /fn/register": postRegister,
  "POST /fn/sync": postSync,
  "GET /v1/events": getEvents,
  "GET /v1/events/:id": getEvent,
  "GET /v1/events/:id/runs": getEventRuns,
  "GET /v1/runs/:id": getRun,
  "DELETE /v1/runs/:id": deleteRun,
  "GET /v1/runs/:id/jobs": getRunJobs,
  "GET /v0/runs/:id/actions": getRunActions,
  "GET /v0/runs/:id/batch": getRunBatch,
  "POST /v1/signals": postSignal,
  "POST /v1/checkpoint/:id/async": postCheckpoint,
  "POST /v1/checkpoint/:id/steps": endpoints,
  "POST /v1/checkpoint": endpoints,
  "POST /v1/cancellations": postCancellation,
  "GET /v1/cancellations": getCancellations,
  "DELETE /v1/cancellations/:id": deleteCancellation,
  "POST /v0/connect/start": connect,
  "POST /v1/realtime/publish": realtime,
  "POST /v1/realtime/publish/tee": realtime,
  "POST /v1/realtime/token": realtime,
  "GET /v1/realtime/sse": realtime,
  "GET /v1/realtime/connect": realtime,
  "POST /v1/http/runs/:id/output": endpoints,
  "GET /v1/http/runs/:id/output": endpoints,
  "POST /v2/sandboxes": sandboxes,
  "POST /v2/snapshots": sandboxes,
  "POST /v1/traces/userland": dropped,
  "POST /v1/runs/:id/metadata": dropped,
  "GET /metrics": getMetrics,
  "GET /api/queue": getQueue,
  "GET /api/runs": getRuns,
  "GET /api/runs/:id": getApiRun,
  "POST /api/runs/:id/cancel": postCancel,
  "POST /api/runs/:id/replay": postReplay,
  "POST /api/runs/:id/rerun": postRerun,
  "POST /api/replays": postReplays,
  "POST /api/cancellations": postCancellations,
  "GET /api/events": getApiEvents,
  "DELETE /api/tenants/:id/data": deleteTenant,
  "GET /api/apps": getApps,
  "GET /api/notices": getNotices,
  "POST /invoke/:id": postInvoke,
  "GET /api/functions": getFunctions,
  "POST /api/functions/:id/pause": pauseFunction,
  "POST /api/functions/:id/resume": resumeFunction,
};
