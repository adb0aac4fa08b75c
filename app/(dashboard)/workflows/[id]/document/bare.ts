import type { BareFields } from "@/app/(dashboard)/workflows/[id]/document/references";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

/** The fields with bare expressions of every kind. */
export const bareFields = (kinds: readonly StepKindItem[]): BareFields =>
  Object.fromEntries(kinds.map(({ type, expressions }) => [type, expressions]));
