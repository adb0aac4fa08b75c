import { AppError } from "@/lib/core/errors";
import {
  DEFINITION_BYTES_MAX,
  type Definition,
  type Problem,
} from "@/lib/domain/workflows/definition/schema";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

const NAME_MAX = 120;

/** A draft's name for lists and its problems; drafts are kept with problems. Throws too_large. */
export const assessDraft = (
  draft: Record<string, unknown>,
): { name: string; problems: Problem[] } => {
  const { length } = JSON.stringify(draft);
  if (length > DEFINITION_BYTES_MAX)
    throw new AppError("too_large", `A workflow has at most ${DEFINITION_BYTES_MAX} bytes.`);
  const name = typeof draft.name === "string" ? draft.name.trim().slice(0, NAME_MAX) : "";
  return { name: name || "Untitled workflow", problems: validate(draft, stepKinds).problems };
};

/** The document of a draft that may be published. Throws invalid_input with every problem. */
export const requirePublishable = (draft: unknown): Definition => {
  const { definition, problems } = validate(draft, stepKinds);
  if (definition && problems.length === 0) return definition;
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  throw new AppError("invalid_input", `The workflow cannot be published: it has ${count}.`, {
    issues: problems,
  });
};
