import { AsyncLocalStorage } from "node:async_hooks";

/** What log lines, spans and events of one piece of work have in common. */
export type Correlation = {
  requestId?: string;
  traceparent?: string;
  tenantId?: string;
  functionId?: string;
  runId?: string;
  stepId?: string;
  mailId?: string;
  deliveryId?: string;
};

const scope = new AsyncLocalStorage<Correlation>();

/** The correlation of the running work; empty outside of any. */
export const correlation = (): Correlation => scope.getStore() ?? {};

/** Runs `work` with `more` added to the correlation. */
export const correlate = <T>(more: Correlation, work: () => T): T =>
  scope.run({ ...correlation(), ...more }, work);

/** Adds to the correlation of the work under way, for what becomes known only within it. No effect outside of any. */
export const addCorrelation = (more: Correlation): void => {
  const open = scope.getStore();
  if (open) Object.assign(open, more);
};
