import { createHash } from "node:crypto";
import { readFunction } from "../config/functions.ts";
import { type Kernel, notice } from "../core/kernel.ts";
import type { App, Fn } from "../core/model.ts";
import { canonical } from "../driver/canonical.ts";
import { unhold } from "../runs/jobs.ts";
import { armCrons, dropCrons } from "./crons.ts";

/** What an application says about itself, in either kind of sync. */
export type Registration = {
  url: string;
  appId: string;
  sdk: string;
  framework: string;
  functions: unknown[];
};

/** The outcome of a registration: whether something changed, or the sentences that say what is wrong. */
export type Registered = { modified: boolean; problems: string[] };

/** The serve URL without what belongs to a single request. */
export const plainUrl = (text: string): string => {
  const url = new URL(text);
  for (const name of ["deployId", "fnId", "stepId"]) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
};

/** The app of a URL, made when it is new. */
export const appOf = (k: Kernel, url: string): App => {
  let app = k.apps.get(url);
  if (!app) {
    app = {
      url,
      id: "",
      sdk: "",
      framework: "",
      checksum: "",
      syncedAt: 0,
      error: null,
      downSince: null,
      probe: null,
      held: new Set(),
    };
    k.apps.set(url, app);
  }
  return app;
};

/** Enters a function into the indexes by which events find it. */
export const bind = (k: Kernel, fn: Fn): void => {
  unbind(k, fn);
  fn.bound = true;
  for (const { event, prefix } of fn.config.triggers) {
    if (prefix !== null) {
      k.wildcards.add(fn);
      continue;
    }
    const set = k.byEvent.get(event) ?? new Set();
    k.byEvent.set(event, set.add(fn));
  }
};

const unbind = (k: Kernel, fn: Fn): void => {
  if (!fn.bound) return;
  fn.bound = false;
  k.wildcards.delete(fn);
  for (const [event, set] of k.byEvent) {
    if (set.delete(fn) && set.size === 0) k.byEvent.delete(event);
  }
};

/** Lets a function start nothing more; its runs go on. */
const retire = (k: Kernel, fn: Fn): void => {
  unbind(k, fn);
  dropCrons(k, fn);
  fn.removedAt = k.clock.now();
  k.log.put("fn", fn.id, fn);
};

/** Jobs held for an address the function has left go on at the new one. */
const moveHeld = (k: Kernel, fn: Fn): void => {
  const jobs = new Set([...fn.app.held].filter((job) => job.run.fn === fn));
  for (const job of jobs) fn.app.held.delete(job);
  queueMicrotask(() => unhold(k, jobs));
};

const enter = (k: Kernel, app: App, raw: string, config: Fn["config"]): void => {
  const known = k.fns.get(config.id);
  const fn: Fn = known ?? {
    id: config.id,
    app,
    config,
    raw,
    pausedAt: null,
    removedAt: null,
    held: new Set(),
    bound: false,
  };
  if (known && known.app !== app) moveHeld(k, known);
  const changed = !known || known.raw !== raw || known.app !== app || known.removedAt !== null;
  fn.app = app;
  fn.config = config;
  fn.raw = raw;
  fn.removedAt = null;
  k.fns.set(fn.id, fn);
  bind(k, fn);
  armCrons(k, fn);
  if (changed) k.log.put("fn", fn.id, fn);
};

const check = (functions: unknown[]): { configs: [string, Fn["config"]][]; problems: string[] } => {
  const configs: [string, Fn["config"]][] = [];
  const problems: string[] = [];
  for (const raw of functions) {
    const config = readFunction(raw);
    if (typeof config === "string") problems.push(config);
    else configs.push([JSON.stringify(raw), config]);
  }
  return { configs, problems };
};

/**
 * Takes an application's functions in, all or none. Functions it does not name any more start nothing; the app's
 * URL may be another than before, and its runs go on there. Schedules are armed again in any case.
 */
export const register = (k: Kernel, input: Registration): Registered => {
  const app = appOf(k, plainUrl(input.url));
  const { configs, problems } = check(input.functions);
  if (problems.length > 0) {
    app.error = problems.join("; ");
    k.log.put("app", app.url, app);
    k.logger("error", "the functions were not registered", { problems });
    return { modified: false, problems };
  }
  const checksum = createHash("sha256").update(canonical(input.functions)).digest("hex");
  const modified = app.checksum !== checksum || app.id !== input.appId;
  const changed = modified || app.error !== null;
  Object.assign(app, {
    id: input.appId,
    sdk: input.sdk,
    framework: input.framework,
    checksum,
    error: null,
    syncedAt: k.clock.now(),
  });
  for (const [raw, config] of configs) {
    enter(k, app, raw, config);
    if (config.concurrency.some(({ scope }) => scope === "account"))
      notice(k, `${config.id}: concurrency scope "account" counts as "env": there is one account`);
  }
  const named = new Set(configs.map(([, { id }]) => id));
  for (const fn of k.fns.values()) {
    const same = fn.app === app || fn.app.id === app.id;
    if (same && fn.removedAt === null && !named.has(fn.id)) retire(k, fn);
  }
  if (changed) {
    k.log.put("app", app.url, app);
    k.logger("info", "functions registered", {
      app: app.id,
      url: app.url,
      functions: configs.length,
    });
  }
  return { modified, problems };
};
