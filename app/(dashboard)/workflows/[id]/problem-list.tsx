"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";

type Props = {
  problems: { line: number; path: string; message: string }[];
  onShow: (line: number) => void;
};

/** What has to be mended before publishing; each leads to its line. */
export const ProblemList = ({ problems, onShow }: Props) => {
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-1.5 text-muted text-sm">
        <CircleCheck aria-hidden className="size-4 text-succeeded" />
        No problems: ready to publish.
      </p>
    );
  }
  return (
    <section aria-label="Problems" className="rounded-lg border border-line bg-surface">
      <h3 className="flex items-center gap-1.5 border-line border-b px-3 py-2 font-medium text-degraded text-sm">
        <TriangleAlert aria-hidden className="size-4" />
        {problems.length} {problems.length === 1 ? "problem" : "problems"} to mend before publishing
      </h3>
      <ol className="max-h-64 divide-y divide-line overflow-y-auto">
        {problems.map(({ line, path, message }) => (
          <li key={`${line} ${path} ${message}`}>
            <button
              type="button"
              onClick={() => onShow(line)}
              className="grid w-full grid-cols-[64px_minmax(0,1fr)] gap-2 px-3 py-1.5 text-left text-sm -outline-offset-2 hover:bg-hover"
            >
              <span className="tabular text-muted">Line {line}</span>
              <span className="break-words">
                {message} {path && <span className="font-mono text-faint text-xs">{path}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
};
