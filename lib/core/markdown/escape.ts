/** A value as it is written into Markdown: on one line, and every sign in it only a sign. */
export const escapeMarkdown = (value: string): string =>
  value.replace(/\s*[\r\n]+\s*/g, " ").replace(/[!-/:-@[-`{-~]/g, "\\$&");
