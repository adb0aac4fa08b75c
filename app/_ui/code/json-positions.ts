export type JsonProblem = { line: number; column: number; message: string };

type Scanned = { lines: Map<string, number>; problem: JsonProblem | undefined };

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class Halt extends Error {}

/**
 * Where everything of a JSON text stands: line numbers (from 1) by dotted path such as `steps.0.with.url`, "" for the
 * whole; and the first place where the text is not JSON, in words.
 */
export const scanJson = (text: string): Scanned => {
  const lines = new Map<string, number>();
  let at = 0;
  let line = 1;
  let counted = 0;
  const lineAt = () => {
    for (; counted < at; counted += 1) if (text.charCodeAt(counted) === 10) line += 1;
    return line;
  };
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const fail = (expected: string): never => {
    const found = at >= text.length ? "the end" : `“${text.slice(at, at + 1)}”`;
    throw new Halt(`${expected} is expected here, not ${found}`);
  };
  const take = (character: string) => {
    match(SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const members = (end: string, member: (index: number) => void) => {
    if (take(end)) return;
    for (let index = 0; ; index += 1) {
      member(index);
      if (take(end)) return;
      if (!take(",")) fail(`A comma or ${end}`);
    }
  };
  const name = () => {
    match(SPACE);
    const found = match(STRING) ?? fail("A name in double quotes");
    return JSON.parse(found) as string;
  };
  const value = (path: string) => {
    match(SPACE);
    if (!lines.has(path)) lines.set(path, lineAt());
    const child = (key: string | number) => (path ? `${path}.${key}` : String(key));
    if (take("{")) {
      members("}", () => {
        const key = name();
        lines.set(child(key), lineAt());
        if (!take(":")) fail("A colon");
        value(child(key));
      });
    } else if (take("[")) members("]", (index) => value(child(index)));
    else if (match(STRING) === undefined && match(SCALAR) === undefined) fail("A value");
  };
  try {
    value("");
    match(SPACE);
    if (at < text.length) fail("Nothing more");
    return { lines, problem: undefined };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    const column = at - text.lastIndexOf("\n", at - 1);
    return { lines, problem: { line: lineAt(), column, message: error.message } };
  }
};

/** The line a path stands at, or that of the nearest thing around it. */
export const lineOf = (lines: Map<string, number>, path: string): number => {
  for (let parts = path.split("."); parts.length > 0; parts = parts.slice(0, -1)) {
    const line = lines.get(parts.join("."));
    if (line !== undefined) return line;
  }
  return lines.get("") ?? 1;
};
