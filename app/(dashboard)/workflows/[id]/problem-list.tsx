"use client";

import { ChevronRight, CircleCheck, TriangleAlert } from "lucide-react";

type Props = {
  problems: readonly { place: string; path: string; message: string }[];
  onShow: (path: string) => void;
};

/** What has to be mended before publishing; each leads to its place. */
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
        {problems.map(({ place, path, message }) => (
          <li key={`${path} ${message}`}>
            <button
              type="button"
              onClick={() => onShow(path)}
              className="flex w-full items-start gap-2 px-3 py-1.5 text-left text-sm -outline-offset-2 hover:bg-hover"
            >
              <span className="w-32 shrink-0 truncate text-muted">{place}</span>
              <span className="min-w-0 flex-1 break-words">
                {message} {path && <span className="font-mono text-faint text-xs">{path}</span>}
              </span>
              <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
};
