"use client";

import { Dialog } from "@/app/_ui/controls/dialog";
import { EVERY_ROOM } from "@/app/_ui/frame/rooms";
import { Key } from "@/app/_ui/keyboard/key";

const GROUPS: [title: string, keys: [keys: string[], does: string][]][] = [
  [
    "Everywhere",
    [
      [["⌘", "K"], "Open the command palette (Ctrl K on Windows and Linux)"],
      [["/"], "Search this page"],
      [["?"], "Show this list"],
      [["Esc"], "Close what is open"],
    ],
  ],
  ["Go to", EVERY_ROOM.map(({ title, letter }) => [["g", letter], title])],
  [
    "In lists",
    [
      [["j"], "Next row"],
      [["k"], "Row before"],
      [["Enter"], "Open the row"],
      [["x"], "Choose the row, with Shift all up to it"],
    ],
  ],
];

/** All keys that do something. */
export const Shortcuts = ({ onClose }: { onClose: () => void }) => (
  <Dialog open onOpenChange={onClose} title="Keyboard shortcuts">
    <div className="grid gap-5">
      {GROUPS.map(([title, keys]) => (
        <section key={title} aria-label={title}>
          <h3 className="mb-1 text-muted text-sm">{title}</h3>
          <dl className="divide-y divide-line">
            {keys.map(([combination, does]) => (
              <div key={does} className="flex min-h-9 items-center justify-between gap-4">
                <dt>{does}</dt>
                <dd className="flex shrink-0 gap-1">
                  {combination.map((key) => (
                    <Key key={key}>{key}</Key>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  </Dialog>
);
