import { CopyButton } from "@/app/_ui/controls/copy-button";
import { shortenId } from "@/app/_ui/time/format";

/** An id in mono, its middle left out, with a button that copies all of it. */
export const Id = ({ value, label }: { value: string; label: string }) => (
  <span className="inline-flex items-center gap-0.5 whitespace-nowrap">
    <span className="font-mono text-xs" title={value}>
      {shortenId(value)}
    </span>
    <CopyButton value={value} label={label} />
  </span>
);
