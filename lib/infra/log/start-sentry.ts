import * as Sentry from "@sentry/node";
import { setErrorSink } from "@/lib/infra/log/report-error";
import { scrub } from "@/lib/infra/log/scrub";

/** Frames of a stack lie seven levels deep in an event. */
const EVENT_DEPTH = 14;

const NOTHING = {
  userInfo: false,
  cookies: false,
  httpHeaders: false,
  httpBodies: [],
  urlQueryParams: false,
};

/**
 * Sends reported errors to Sentry: no personal data is collected, every event passes the scrubber, and nothing is
 * instrumented, since spans have a road of their own.
 */
export const startSentry = (dsn: string, environment: string): void => {
  Sentry.initWithoutDefaultIntegrations({
    dsn,
    environment,
    dataCollection: NOTHING,
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
    integrations: [Sentry.linkedErrorsIntegration(), Sentry.functionToStringIntegration()],
    beforeSend: (event) => scrub(event, EVENT_DEPTH) as typeof event,
  });
  setErrorSink((error, tags) => {
    Sentry.captureException(error, { tags });
  });
};
