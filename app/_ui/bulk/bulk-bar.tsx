"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/controls/button";

type Props = {
  /** What is chosen, in words: "12 runs chosen". */
  words: string;
  onClear: () => void;
  children: ReactNode;
};

/** What can be done with the chosen rows; stands at the foot of the screen while some are. */
export const BulkBar = ({ words, onClear, children }: Props) => (
  <section
    aria-label="With the chosen rows"
    className="rising sticky bottom-3 z-20 mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg border border-line bg-raised p-2 pl-3 shadow-raised"
  >
    <p role="status" className="tabular mr-1 font-medium text-sm">
      {words}
    </p>
    {children}
    <Button look="quiet" size="small-icon" aria-label="Choose none" onClick={onClear}>
      <X aria-hidden />
    </Button>
  </section>
);
