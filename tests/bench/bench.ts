import type { startCapture } from "../support/capture.ts";
import type { LiveStack } from "../support/live-stack.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";
import type { Figure } from "./report.ts";

export type Bench = {
  stack: LiveStack;
  capture: Awaited<ReturnType<typeof startCapture>>;
  say: (line: string) => void;
};

export type Section = (bench: Bench) => Promise<Figure[]>;

/** A fresh tenant of the bench's stack. */
export const benchTenant = ({ stack }: Bench): Promise<LiveTenant> =>
  newLiveTenant({
    appUrl: stack.urls.app,
    supabaseUrl: stack.urls.supabase,
    publishableKey: stack.secrets.publishableKey,
    secretKey: stack.secrets.secretKey,
  });
