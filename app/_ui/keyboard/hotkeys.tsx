"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { EVERY_ROOM } from "@/app/_ui/frame/rooms";
import { type Overlay, onOverlay } from "@/app/_ui/keyboard/overlay";

const Palette = dynamic(() => import("@/app/_ui/keyboard/palette").then((file) => file.Palette));
const Shortcuts = dynamic(() =>
  import("@/app/_ui/keyboard/shortcuts").then((file) => file.Shortcuts),
);

const CHORD_MS = 1200;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isOpen = () => document.querySelector("[role=dialog],[role=menu]") !== null;

/** Moves the focus to the row `step` further down the page's list; false when there is no list. */
const walkRows = (step: 1 | -1): boolean => {
  const rows = [...document.querySelectorAll<HTMLElement>("a[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
};

/** Focuses the page's own search, else opens the palette. */
const search = (): Overlay | undefined => {
  const field = document.querySelector<HTMLInputElement>("input[data-search]");
  field?.focus();
  field?.select();
  return field ? undefined : "palette";
};

/** The keys that work everywhere, and the overlays they open; those are loaded when first opened. */
export const Hotkeys = () => {
  const router = useRouter();
  const [overlay, setOverlay] = useState<Overlay>();
  useEffect(() => onOverlay(setOverlay), []);
  useEffect(() => {
    let chordUntil = 0;
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOverlay((open) => (open === "palette" ? undefined : "palette"));
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || isOpen())
        return;
      const room =
        event.timeStamp < chordUntil && EVERY_ROOM.find(({ letter }) => letter === event.key);
      chordUntil = event.key === "g" && !room ? event.timeStamp + CHORD_MS : 0;
      const acts: Record<string, () => void> = {
        "/": () => setOverlay(search()),
        "?": () => setOverlay("shortcuts"),
        j: () => walkRows(1),
        k: () => walkRows(-1),
      };
      const act = room ? () => router.push(room.href) : acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [router]);
  const close = () => setOverlay(undefined);
  return (
    <>
      {overlay === "palette" && <Palette onClose={close} />}
      {overlay === "shortcuts" && <Shortcuts onClose={close} />}
    </>
  );
};
