import type { Kernel } from "../core/kernel.ts";
import type { App } from "../core/model.ts";
import { failRun } from "./end.ts";
import { arm, unhold } from "./jobs.ts";

/**
 * An application cannot be reached: its jobs are held, costing no tries, while one at a time probes. After the time
 * the options give, the held runs fail.
 */
export const markDown = (k: Kernel, app: App, why: string): void => {
  if (app.downSince !== null) return;
  app.downSince = k.clock.now();
  k.logger("warn", "the application cannot be reached; its runs wait", { url: app.url, why });
  probeLater(k, app, k.options.appProbeMs[0]);
};

/** An application answered: everything held goes on. */
export const markUp = (k: Kernel, app: App): void => {
  if (app.downSince === null) return;
  app.downSince = null;
  app.probe = null;
  k.logger("info", "the application answers again", { url: app.url });
  unhold(k, app.held);
};

const probeLater = (k: Kernel, app: App, delayMs: number): void => {
  k.timers.at(k.clock.now() + delayMs, () => {
    if (app.downSince === null) return;
    if (k.clock.now() - app.downSince > k.options.appDownMs) giveUp(k, app, app.downSince);
    const [job] = app.held;
    if (job) {
      app.held.delete(job);
      app.probe = job;
      job.state = "idle";
      arm(k, job);
    }
    probeLater(k, app, Math.min(delayMs * 2, k.options.appProbeMs[1]));
  });
};

const giveUp = (k: Kernel, app: App, sinceMs: number): void => {
  const message = `the application at ${app.url} has not been reachable since ${new Date(sinceMs).toISOString()}`;
  for (const { run } of [...app.held]) failRun(k, run, "AppUnreachableError", message);
};
