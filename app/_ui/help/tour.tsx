"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { useOpener } from "@/app/_ui/controls/use-opener";

type Stop = { target: string; title: string; text: string };

const STOPS: Stop[] = [
  {
    target: "rooms",
    title: "The rooms",
    text: "Workflows do the work, runs show it, dead letters wait for you when something failed for good. Press g and the first letter of a room to go there.",
  },
  {
    target: "search",
    title: "Find and do",
    text: "⌘K or Ctrl K finds rooms and workflows by name, and does things such as changing the company or the theme.",
  },
  {
    target: "bell",
    title: "What you are told",
    text: "Failed runs, questions that wait for you and messages of workflows. Choose in its preferences what comes by mail or to Slack.",
  },
  {
    target: "help",
    title: "Help beside the page",
    text: "Opens the article about the page you are on, and searches all others. You can take this tour again from the help centre.",
  },
];

const PLACE = "steward.tour";

/** How far the tour came on this device; after the end it begins anew. */
const remembered = (): number => {
  try {
    return Math.min(Number(localStorage.getItem(PLACE)) || 0, STOPS.length - 1);
  } catch {
    return 0;
  }
};

const remember = (at: number) => {
  try {
    localStorage.setItem(PLACE, String(at));
  } catch {
    // Without a memory the tour begins with the first stop each time.
  }
};

type Box = { top: number; left: number; width: number; height: number };

const boxOf = (target: string): Box | undefined => {
  for (const element of document.querySelectorAll(`[data-tour="${target}"]`)) {
    const { top, left, width, height } = element.getBoundingClientRect();
    if (width > 0 && height > 0) return { top, left, width, height };
  }
  return undefined;
};

const GAP = 8;
const CARD = 320;

/** Beside the place where there is room, else under it; always inside the window. */
const placeOf = ({ top, left, width, height }: Box) => {
  const isTall = height > 200;
  const x = isTall ? left + width + GAP : left;
  const y = isTall ? top + GAP : top + height + GAP;
  const most = document.documentElement.clientWidth - CARD - GAP;
  return { top: Math.max(GAP, y), left: Math.max(GAP, Math.min(x, most)) };
};

/** Four stops through the frame. Enter or the right arrow goes on, the left arrow back, Escape ends it. */
export const Tour = ({ onEnd }: { onEnd: () => void }) => {
  const [at, setAt] = useState(remembered);
  const [box, setBox] = useState<Box>();
  const next = useRef<HTMLButtonElement>(null);
  const giveBack = useOpener();
  const stop = STOPS[at];
  const end = useCallback(
    (isDone: boolean) => {
      remember(isDone ? 0 : at);
      onEnd();
      giveBack(new Event("close"));
    },
    [at, onEnd, giveBack],
  );
  const go = useCallback(
    (to: number) => {
      if (to >= STOPS.length) return end(true);
      const place = Math.max(0, to);
      remember(place);
      setAt(place);
    },
    [end],
  );
  useEffect(() => {
    const measure = () => setBox(stop && boxOf(stop.target));
    measure();
    next.current?.focus();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [stop]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined && event.key !== "Escape") return;
      event.preventDefault();
      if (step === undefined) end(false);
      else go(at + step);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [at, go, end]);
  if (!stop) return null;
  return (
    <>
      {box && (
        <div
          aria-hidden
          className="pointer-events-none fixed z-40 rounded-lg outline-2 outline-accent outline-offset-2"
          style={box}
        />
      )}
      <section
        role="dialog"
        aria-label={`Tour, stop ${at + 1} of ${STOPS.length}`}
        className="rising fixed z-50 w-80 max-w-[calc(100vw-1rem)] rounded-lg border border-line bg-raised p-4 shadow-raised"
        style={box ? placeOf(box) : { top: 64, left: GAP }}
      >
        <div aria-live="polite">
          <h2 className="font-semibold text-lg">{stop.title}</h2>
          <p className="mt-1 text-muted">{stop.text}</p>
        </div>
        <div className="mt-4 flex items-center gap-2">
          <span className="tabular mr-auto text-faint text-sm">
            {at + 1} of {STOPS.length}
          </span>
          <Button size="small" look="quiet" onClick={() => end(false)}>
            End
          </Button>
          {at > 0 && (
            <Button size="small" onClick={() => go(at - 1)}>
              Back
            </Button>
          )}
          <Button ref={next} size="small" look="primary" onClick={() => go(at + 1)}>
            {at === STOPS.length - 1 ? "Done" : "Next"}
          </Button>
        </div>
      </section>
    </>
  );
};
