"use client";

import { BookOpen } from "lucide-react";
import type { ReactNode } from "react";
import { openHelp } from "@/app/_ui/help/open-help";

/** Leads to an article, which opens beside the page; with a modifier or the middle button, as a page of its own. */
export const HelpLink = ({ slug, children }: { slug: string; children: ReactNode }) => (
  <a
    href={`/help/${slug}`}
    onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      openHelp(slug);
    }}
    className="inline-flex min-h-6 items-center gap-1.5 text-accent text-sm underline-offset-2 hover:underline [&_svg]:size-4"
  >
    <BookOpen aria-hidden />
    {children}
  </a>
);
