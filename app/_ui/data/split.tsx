"use client";

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";

const LEAST = 30;
const MOST = 75;
const clamp = (share: number) => Math.min(MOST, Math.max(LEAST, share));

type Props = {
  /** Names the line between the panels, and remembers where it was put. */
  label: string;
  name: string;
  left: ReactNode;
  right: ReactNode;
};

/** Two panels side by side with a line between them that can be dragged or moved with the arrows; below 1280 px one under the other. */
export const Split = ({ label, name, left, right }: Props) => {
  const key = `steward:split:${name}`;
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(60);
  useEffect(() => {
    const known = Number(localStorage.getItem(key));
    if (known) setShare(clamp(known));
  }, [key]);
  const put = (to: number) => {
    const next = clamp(Math.round(to));
    setShare(next);
    localStorage.setItem(key, String(next));
  };
  const drag = (event: PointerEvent) => {
    const size = box.current?.getBoundingClientRect();
    if (!size || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    put(((event.clientX - size.left) / size.width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    put(share + step);
  };
  return (
    <div
      ref={box}
      style={{ "--share": `${share}fr`, "--rest": `${100 - share}fr` } as object}
      className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,var(--share))_12px_minmax(0,var(--rest))] xl:gap-0.5"
    >
      <div className="min-w-0">{left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved. */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={share}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => put(60)}
        onKeyDown={press}
        className="group hidden cursor-col-resize touch-none justify-items-center self-stretch xl:grid"
      >
        <span className="sticky top-[40dvh] mt-16 h-10 w-1 self-start rounded-full bg-line group-hover:bg-line-strong group-focus-visible:bg-accent" />
      </div>
      <div className="min-w-0">{right}</div>
    </div>
  );
};
