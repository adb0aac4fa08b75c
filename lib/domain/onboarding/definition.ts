import { type Definition, machineOf } from "@/lib/domain/onboarding/machine";

/**
 * Every version there was, oldest first. A version that people may have stored is never changed: a new one is added below
 * it, with what it renames.
 */
const DEFINITIONS: [Definition, ...Definition[]] = [
  {
    version: 1,
    steps: ["company", "source", "workflow", "watch"],
    items: ["account", "webhook", "publish", "run", "invite"],
  },
];

export const onboarding = machineOf(DEFINITIONS);
