import type { StepContext } from "@/lib/domain/workflows/steps/step-kind";
import { NO_WAITS } from "@/lib/domain/workflows/steps/waiting/powers";

const none = (): Promise<never> => Promise.reject(new Error("a test gave no such power"));

/** Powers that a test does not expect to be used. */
export const powers: Pick<StepContext, "fetch" | "sendMail" | "notify" | "waits"> = {
  fetch: none,
  sendMail: none,
  notify: none,
  waits: NO_WAITS,
};

/** A durable engine that remembers nothing: every invocation is the first. */
export const forgetful = {
  run: <T>(_: string, work: () => Promise<T>) => work(),
  sleep: async () => {},
  wait: async () => {},
  race: <T>(work: () => Promise<T>) => work(),
};
