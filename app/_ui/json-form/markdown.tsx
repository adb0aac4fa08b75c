import type { ReactNode } from "react";

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*)/;

const inline = (text: string): ReactNode[] =>
  text.split(INLINE).map((part, index) => {
    const key = `${index} ${part}`;
    if (part.startsWith("`"))
      return (
        <code key={key} className="rounded-sm bg-hover px-1 font-mono text-xs">
          {part.slice(1, -1)}
        </code>
      );
    return part.startsWith("**") ? <strong key={key}>{part.slice(2, -2)}</strong> : part;
  });

const Code = ({ text }: { text: string }) => (
  <pre className="overflow-x-auto whitespace-pre-wrap rounded-md border border-line bg-page p-2 font-mono text-xs">
    {text}
  </pre>
);

const Block = ({ text }: { text: string }) => {
  if (text.startsWith("```")) return <Code text={text.replace(/^```\w*\n?|\n?```$/g, "")} />;
  const lines = text.split("\n");
  if (lines.every((line) => line.startsWith("    ")))
    return <Code text={lines.map((line) => line.slice(4)).join("\n")} />;
  if (lines.every((line) => /^[-*] /.test(line)))
    return (
      <ul className="list-disc pl-5">
        {lines.map((line) => (
          <li key={line}>{inline(line.slice(2))}</li>
        ))}
      </ul>
    );
  return text.startsWith("#") ? (
    <h3 className="font-medium text-sm">{text.replace(/^#+\s*/, "")}</h3>
  ) : (
    <p>{inline(text)}</p>
  );
};

/** The Markdown our own step kinds are documented in: paragraphs, lists, headings, code. Nothing of it becomes HTML. */
export const Markdown = ({ text }: { text: string }) => (
  <div className="grid gap-2 text-sm leading-6">
    {text
      .trimEnd()
      .split(/\n{2,}(?![^`]*```(?:[^`]*```[^`]*```)*[^`]*$)/)
      .map((block) => (
        <Block key={block} text={block} />
      ))}
  </div>
);
