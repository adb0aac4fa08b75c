import type { Instrumentation } from "next";

/** `HOLD_S` and a second: what a process that was killed held back is free by then. The minutely sweep would find it too. */
const LOOK_AFTER_MS = 11_000;

const lookAtOutbox = async () => (await import("@/lib/infra/events/relay")).lookAtOutbox();

/** The server's start: notes socket addresses, looks after what was left, and starts tracing and error tracking where they are configured. */
export const register = async (): Promise<void> => {
  // Only Node serves us; the bundler leaves the rest out of what it builds for other runtimes.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { notePeers } = await import("@/lib/infra/auth/note-peers");
  notePeers();
  setTimeout(() => void lookAtOutbox().catch(() => {}), LOOK_AFTER_MS).unref();
  const { env } = await import("@/lib/core/env");
  const { OTEL_EXPORTER_OTLP_ENDPOINT, SENTRY_DSN, APP_URL } = env();
  if (OTEL_EXPORTER_OTLP_ENDPOINT) (await import("@/lib/infra/trace/start-tracing")).startTracing();
  if (SENTRY_DSN)
    (await import("@/lib/infra/log/start-sentry")).startSentry(SENTRY_DSN, new URL(APP_URL).host);
};

/** Errors of pages and server actions; the doors of the API report their own. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { reportError } = await import("@/lib/infra/log/report-error");
  reportError(error, { method: request.method, route: context.routePath, kind: context.routeType });
};
