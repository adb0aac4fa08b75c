import { memo, type ReactNode } from "react";

const TOKEN = /"(?:[^"\\\n]|\\.)*"(?<colon>\s*:)?|[{}[\],:]/g;

/** The text once more, under the field: names in the accent colour, punctuation paler. */
export const Highlighted = memo(({ text }: { text: string }) => {
  const parts: ReactNode[] = [];
  let last = 0;
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    const isString = token.startsWith('"');
    if (isString && groups?.colon === undefined) continue;
    parts.push(text.slice(last, index));
    parts.push(
      <span key={index} className={isString ? "text-accent" : "text-faint"}>
        {token}
      </span>,
    );
    last = index + token.length;
  }
  parts.push(text.slice(last));
  return (
    <pre aria-hidden className="pointer-events-none absolute inset-0 p-2 font-mono text-ink">
      {parts}
    </pre>
  );
});
Highlighted.displayName = "Highlighted";
