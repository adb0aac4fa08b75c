"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { openHelp } from "@/app/_ui/help/open-help";
import { TERMS, type TermName } from "@/app/_ui/help/terms";

const LEAVE_MS = 150;

/** A word that explains itself: when one points at it, focuses it or taps it. Escape puts the explanation away. */
export const Term = ({ name, children }: { name: TermName; children: ReactNode }) => {
  const id = useId();
  const [shown, setShown] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const enter = () => {
    clearTimeout(leaving.current);
    setShown(true);
  };
  // The pointer may cross over to the explanation and its link.
  const leave = () => {
    leaving.current = setTimeout(() => setShown(false), LEAVE_MS);
  };
  const { slug, text } = TERMS[name];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards.
    <span
      className="relative inline-block"
      onPointerEnter={(event) => event.pointerType === "mouse" && enter()}
      onPointerLeave={(event) => event.pointerType === "mouse" && leave()}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setShown(false)}
      onKeyDown={(event) => event.key === "Escape" && setShown(false)}
    >
      <button
        type="button"
        aria-expanded={shown}
        aria-describedby={shown ? id : undefined}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && setShown(true)}
        onClick={() => setShown(true)}
        className="cursor-help underline decoration-dotted decoration-line-strong underline-offset-4"
      >
        {children}
      </button>
      {shown && (
        <span
          id={id}
          role="tooltip"
          className="absolute top-full left-0 z-30 mt-1 block w-64 max-w-[70vw] rounded-lg border border-line bg-raised p-3 text-ink text-sm shadow-raised"
        >
          {text}{" "}
          <button
            type="button"
            onClick={() => {
              setShown(false);
              openHelp(slug);
            }}
            className="text-accent underline underline-offset-2"
          >
            Read more
          </button>
        </span>
      )}
    </span>
  );
};
