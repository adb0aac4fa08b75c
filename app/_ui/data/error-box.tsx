import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { errorWords } from "@/app/_ui/data/error-words";

type Props = {
  error: { code: string; message: string };
  /** Leaves out why and what to do, where another part says it. */
  brief?: boolean;
  /** Where it happened, a way there. */
  children?: ReactNode;
};

/** A failure in words: what happened, why, what to do next; the message of the other side as it came. */
export const ErrorBox = ({ error: { code, message }, brief = false, children }: Props) => {
  const { what, why, next } = errorWords(code);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-2 rounded-lg bg-failed-soft p-4">
      <CircleAlert aria-hidden className="mt-0.5 size-4 text-failed" />
      <div className="grid gap-2">
        <div>
          <p className="font-medium text-failed">{what}</p>
          {!brief && <p>{why}</p>}
        </div>
        <p className="break-words rounded-md bg-surface px-2.5 py-1.5 font-mono text-xs">
          <span className="text-failed">{code}</span> {message}
        </p>
        {!brief && (
          <p>
            <span className="font-medium">What to do: </span>
            {next}
          </p>
        )}
        {children}
      </div>
    </div>
  );
};
