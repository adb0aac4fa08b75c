import { Inngest, Middleware, NonRetriableError, RetryAfterError } from "inngest";
import { AppError, ERRORS } from "@/lib/core/errors";
import { Correlate } from "@/lib/infra/events/correlate";
import { sdkLog } from "@/lib/infra/events/sdk-log";

/** Stops retrying what a retry cannot fix, and passes on when a retry makes sense. */
class RetryPolicy extends Middleware.BaseMiddleware {
  readonly id = "retry-policy";

  override async wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs) {
    try {
      return await next();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!ERRORS[error.code].retry) throw new NonRetriableError(error.message, { cause: error });
      if (error.retryAfterS)
        throw new RetryAfterError(error.message, error.retryAfterS * 1000, { cause: error });
      throw error;
    }
  }
}

/** The durable engine's client. Keys and URLs come from the SDK's own variables (`lib/core/env.ts` lists them). */
export const inngest = new Inngest({
  id: "steward",
  logger: sdkLog,
  middleware: [Correlate, RetryPolicy],
});
