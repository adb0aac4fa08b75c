"use client";

import { useEffect, useState } from "react";
import { STATUS } from "@/app/_ui/data/status";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** Tells screen readers when the run or one of its steps changes state. */
export const Announcer = ({ run }: { run: RunDetail }) => {
  const [before, setBefore] = useState(run);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (before === run) return;
    const news = run.steps
      .filter(({ id, status }) => before.steps.find((old) => old.id === id)?.status !== status)
      .map(({ id, name, status }) => `Step ${name ?? id}: ${STATUS[status].word}.`);
    if (before.status !== run.status) news.push(`Run: ${STATUS[run.status].word}.`);
    setBefore(run);
    if (news.length > 0) setSaid(news.join(" "));
  }, [run, before]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
};
