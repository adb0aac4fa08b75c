import { FlaskConical } from "lucide-react";

/** Tells that a workflow or a run is a sample: it counts in no figure and mails nobody. */
export const SampleLabel = () => (
  <span
    title="Counts in no figure and mails nobody"
    className="inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full bg-hover px-2 font-medium text-muted text-sm"
  >
    <FlaskConical aria-hidden className="size-4 shrink-0" />
    Sample
  </span>
);
