import {
  type Attributes,
  context,
  isSpanContextValid,
  type SpanContext,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { scrubText } from "@/lib/infra/log/scrub-text";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span a W3C traceparent names, or undefined if it is not a valid one. */
export const parseTraceparent = (text: string | null | undefined): SpanContext | undefined => {
  const [, traceId = "", spanId = "", flags = "00"] = TRACEPARENT.exec(text ?? "") ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(parent) ? parent : undefined;
};

/** W3C trace context of the span under way, or undefined when nothing is traced. */
export const activeTraceparent = (): string | undefined => {
  const active = trace.getActiveSpan()?.spanContext();
  if (!active || !isSpanContextValid(active)) return undefined;
  return `00-${active.traceId}-${active.spanId}-${active.traceFlags.toString(16).padStart(2, "0")}`;
};

/** Under the span at work; the one that `traceparent` names only counts where there is none. */
const parentContext = (traceparent: string | undefined) => {
  const parent = trace.getActiveSpan() ? undefined : parseTraceparent(traceparent);
  return parent ? trace.setSpanContext(context.active(), parent) : context.active();
};

/**
 * Runs `work` inside a span, which ends with it and tells whether it failed. Costs next to nothing when no exporter is
 * configured. Attribute names follow the OpenTelemetry conventions where there is one; `traceparent` continues a trace
 * that came through an event.
 */
export const span = <T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  traceparent?: string,
): Promise<T> =>
  trace
    .getTracer("steward")
    .startActiveSpan(name, { attributes }, parentContext(traceparent), async (open) => {
      try {
        return await work();
      } catch (error) {
        const message = scrubText(error instanceof Error ? error.message : String(error));
        open.setStatus({ code: SpanStatusCode.ERROR, message });
        throw error;
      } finally {
        open.end();
      }
    });

/**
 * Runs `work` inside a span for a request, unless the server made one already; `traceparent` is what the sender said of its
 * own. Costs next to nothing when no exporter is configured.
 */
export const requestSpan = <T>(
  name: string,
  traceparent: string | null,
  work: () => Promise<T>,
): Promise<T> => (trace.getActiveSpan() ? work() : span(name, {}, work, traceparent ?? undefined));
