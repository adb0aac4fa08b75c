import type { ExternalToast } from "sonner";

const NAME = "steward:toast";

let ready: (() => void) | undefined;
const shown = new Promise<void>((resolve) => {
  ready = resolve;
});

/** The frame says that toasts have their place now. */
export const toastsReady = () => ready?.();

/** Hears that the first toast is wanted; returns what ends the hearing. */
export const onToast = (listener: () => void) => {
  window.addEventListener(NAME, listener);
  return () => window.removeEventListener(NAME, listener);
};

const tell = (kind: "success" | "error") => (message: string, options?: ExternalToast) => {
  window.dispatchEvent(new Event(NAME));
  void Promise.all([import("sonner"), shown]).then(([{ toast }]) => toast[kind](message, options));
};

/** Short news at the edge of the page; the code behind it is loaded with the first. */
export const toast = { success: tell("success"), error: tell("error") };
