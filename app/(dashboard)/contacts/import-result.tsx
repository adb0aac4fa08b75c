"use client";

import { Button } from "@/app/_ui/controls/button";
import { DialogActions } from "@/app/_ui/controls/dialog";
import type { ImportReport } from "@/lib/domain/contacts/schema";

const lines = (count: number) => `${count} ${count === 1 ? "line" : "lines"}`;

/** What an import did, and which lines it could not take. */
export const ImportResult = ({
  report: { added, changed, refused, problems },
  onClose,
}: {
  report: ImportReport;
  onClose: () => void;
}) => (
  <div className="grid gap-4">
    <p role="status">
      {added} added, {changed} changed, {lines(refused)} not taken.
    </p>
    {problems.length > 0 && (
      <section aria-label="Lines that were not taken">
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
          tabIndex={0}
          className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line text-sm"
        >
          {problems.map(({ line, message }) => (
            <li key={line} className="flex gap-3 px-3 py-1.5">
              <span className="tabular w-16 shrink-0 text-muted">Line {line}</span>
              <span className="min-w-0 break-words">{message}</span>
            </li>
          ))}
        </ul>
        {refused > problems.length && (
          <p className="mt-2 text-muted text-sm">
            And {lines(refused - problems.length)} more. Mend the file and import it again: lines
            that were taken are not added twice.
          </p>
        )}
      </section>
    )}
    <DialogActions>
      <Button look="primary" onClick={onClose}>
        Done
      </Button>
    </DialogActions>
  </div>
);
