"use client";

import { CircleAlert } from "lucide-react";
import { Link } from "@/app/_ui/controls/link";
import { isAboutSender, problemWords } from "@/app/(dashboard)/sequences/words";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

type Props = { problems: SequenceDetail["problems"]; onOpen: (index: number) => void };

const placeOf = (path: string): string => {
  const [root, index, ...rest] = path.split(".");
  if (root !== "steps" || index === undefined) return path.replaceAll(".", " ") || "The sequence";
  const field = rest.join(" ").replace("contentDe", "German").replace("content ", "");
  return `Step ${Number(index) + 1}${field ? `, ${field}` : ""}`;
};

/** Everything that keeps the draft from being published; each leads to its field. */
export const ProblemPlaces = ({ problems, onOpen }: Props) => {
  if (problems.length === 0) return null;
  const show = (path: string) => {
    const [, index] = /^steps\.(\d+)/.exec(path) ?? [];
    if (index !== undefined) onOpen(Number(index));
    setTimeout(() => {
      const field = document.querySelector<HTMLElement>(`[name="${CSS.escape(path)}"]`);
      const fold = field?.closest("details");
      if (fold) fold.open = true;
      field?.focus();
    }, 60);
  };
  return (
    <section
      aria-label="Problems"
      className="flex gap-2 rounded-md bg-degraded-soft p-3 text-degraded text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium">Before this can be published:</p>
        {problems.map(({ path, message }) =>
          isAboutSender(path) ? (
            <Link key={path} href="/settings/mail" className="min-h-6 underline underline-offset-2">
              {message}
            </Link>
          ) : (
            <button
              key={path + message}
              type="button"
              className="min-h-6 text-left underline underline-offset-2"
              onClick={() => show(path)}
            >
              {placeOf(path)}: {problemWords(message)}
            </button>
          ),
        )}
      </div>
    </section>
  );
};
