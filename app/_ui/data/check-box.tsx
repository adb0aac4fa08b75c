"use client";

import { type MouseEvent, useEffect, useRef } from "react";

type Props = {
  label: string;
  checked: boolean;
  /** Some of what it stands for is chosen. */
  mixed?: boolean;
  onToggle: (range: boolean) => void;
};

/** A box that chooses a row, or all of them; lies above the row's link. Shift takes along what is between. */
export const CheckBox = ({ label, checked, mixed = false, onToggle }: Props) => {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label className="relative z-[1] grid size-6 place-items-center">
      <input
        ref={box}
        type="checkbox"
        data-choose
        aria-label={label}
        checked={checked}
        onChange={({ nativeEvent }) =>
          onToggle((nativeEvent as unknown as MouseEvent).shiftKey === true)
        }
        className="size-4 cursor-pointer accent-accent"
      />
    </label>
  );
};
