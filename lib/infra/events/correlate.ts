import { Middleware } from "inngest";
import { type Correlation, correlate } from "@/lib/infra/log/correlation";
import { span } from "@/lib/infra/trace/span";

const textsOf = (value: unknown, ...names: string[]): Record<string, string> =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter(
          ([key, text]) => names.includes(key) && text && typeof text === "string",
        ),
      )
    : {};

/** What an event says of its origin, without the ids it does not have. */
export const correlationOf = (data: unknown): Correlation => ({
  ...textsOf(data, "tenantId", "runId", "mailId"),
  ...textsOf((data as { trace?: unknown } | null | undefined)?.trace, "requestId", "traceparent"),
});

/** Binds every durable function and step to the request that caused it, in log lines and in one trace. */
export class Correlate extends Middleware.BaseMiddleware {
  readonly id = "correlate";

  override async wrapFunctionHandler({ ctx, fn, next }: Middleware.WrapFunctionHandlerArgs) {
    const cause = { ...correlationOf(ctx.event.data), functionId: fn.id() };
    const attributes = { "app.function": fn.id(), "app.engine.run": ctx.runId };
    return correlate(cause, () => span(`run ${fn.id()}`, attributes, next, cause.traceparent));
  }

  override async wrapStepHandler({ ctx, fn, next, stepInfo }: Middleware.WrapStepHandlerArgs) {
    const stepId = stepInfo.options.name ?? stepInfo.options.id;
    const cause = { ...correlationOf(ctx.event.data), functionId: fn.id(), stepId };
    const attributes = { "app.function": fn.id(), "app.step": stepId };
    return correlate(cause, () => span(`step ${stepId}`, attributes, next, cause.traceparent));
  }
}
