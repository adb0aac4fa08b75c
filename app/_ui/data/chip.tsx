import { X } from "lucide-react";

/** A filter that is on, with a button that takes it off. */
export const Chip = ({
  name,
  value,
  onRemove,
}: {
  name: string;
  value: string;
  onRemove: () => void;
}) => (
  <li className="inline-flex h-7 max-w-full items-center gap-1 rounded-full bg-accent-soft pr-0.5 pl-2.5 text-sm">
    <span className="text-muted">{name}</span>
    <span className="min-w-0 max-w-56 truncate font-medium" title={value}>
      {value}
    </span>
    <button
      type="button"
      aria-label={`Take off ${name} ${value}`}
      onClick={onRemove}
      className="grid size-6 shrink-0 place-items-center rounded-full text-muted hover:bg-pressed hover:text-ink"
    >
      <X aria-hidden className="size-3.5" />
    </button>
  </li>
);
