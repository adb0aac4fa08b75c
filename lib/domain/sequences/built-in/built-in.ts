import type { z } from "zod";
import { SequenceDefinition } from "@/lib/domain/sequences/definition";

/** A sequence of ours, for people who use Steward. `key` is stored with everybody who is in it and never changes. */
export type BuiltIn = { key: string; definition: SequenceDefinition };

/** Makes a sequence of ours; throws where the document is not valid, so a broken one never starts. */
export const builtIn = (key: string, definition: z.input<typeof SequenceDefinition>): BuiltIn => ({
  key,
  definition: SequenceDefinition.parse(definition),
});
