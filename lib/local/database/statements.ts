/** One SQL statement and where it begins in its file (0-based offset of its first character). */
export type Statement = { text: string; offset: number };

/** Whatever may hide a semicolon, the semicolon itself, and the words that open and close SQL bodies. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\b[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|\$(\w*)\$[\s\S]*?\$\1\$|\bbegin\s+atomic\b|\bcase\b|\bend\b|;/gi;

const COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/**
 * Splits a migration into its statements: quotes, dollar quotes, comments and `begin atomic` bodies keep
 * their semicolons. Leading comments stay with their statement; what is only comment is dropped.
 */
export const splitStatements = (file: string): Statement[] => {
  const statements: Statement[] = [];
  let from = 0;
  let depth = 0;
  const take = (to: number) => {
    const raw = file.slice(from, to);
    const text = raw.trim();
    if (text.replace(COMMENTS, "") !== "")
      statements.push({ text, offset: from + raw.length - raw.trimStart().length });
    from = to + 1;
  };
  for (const { 0: token, index } of file.matchAll(TOKEN)) {
    const word = token.toLowerCase();
    if (word.startsWith("begin") || (word === "case" && depth > 0)) depth += 1;
    else if (word === "end" && depth > 0) depth -= 1;
    else if (word === ";" && depth === 0) take(index);
  }
  take(file.length);
  return statements;
};

/** The 1-based line of a statement's own first word, or of `position` (1-based) inside it. */
export const lineOf = (file: string, { text, offset }: Statement, position?: number): number => {
  const comments = COMMENTS.exec(text)?.[0].length ?? 0;
  const inside = position === undefined ? comments : position - 1;
  return file.slice(0, offset + inside).split("\n").length;
};
