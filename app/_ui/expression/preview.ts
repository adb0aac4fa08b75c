import type { Mode } from "@/app/_ui/expression/complete";

/** What an expression gives over the data, or what is wrong with it; `position` is a place in the text. */
export type Preview =
  | { value: unknown; problem?: undefined }
  | { problem: { message: string; position?: number }; value?: undefined };

const AT = /\s*\(at character \d+\)$/;

/** Evaluates in the browser with the interpreter's own code, which is loaded when it is first needed. */
export const preview = async (
  text: string,
  mode: Mode,
  scope: Record<string, unknown>,
): Promise<Preview> => {
  const [{ checkExpression, evaluate }, { checkTemplate, evaluateTemplate }] = await Promise.all([
    import("@/lib/core/expression/expression"),
    import("@/lib/core/expression/template"),
  ]);
  const bare = mode === "bare" ? checkExpression(text) : undefined;
  const found =
    bare === undefined
      ? checkTemplate(text).problems[0]
      : "problem" in bare
        ? bare.problem
        : undefined;
  if (found) return { problem: { message: found.message, position: found.position } };
  try {
    return { value: mode === "bare" ? evaluate(text, scope) : evaluateTemplate(text, scope) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: { message: message.replace(AT, "") } };
  }
};
