"use client";

import { createContext, type ReactNode, use, useEffect, useMemo, useRef } from "react";
import { CheckBox } from "@/app/_ui/data/check-box";
import { type Selection, useSelection } from "@/app/_ui/data/use-selection";

type Choice = Selection & {
  /** Every row of the page. */
  all: readonly string[];
  /** The chosen ones among them, in the order of the page. */
  ids: readonly string[];
};

const Context = createContext<Choice | null>(null);

/** What is chosen in the list around. */
export const useChoice = (): Choice => {
  const choice = use(Context);
  if (!choice) throw new Error("Choices stand inside a Choosable.");
  return choice;
};

/** Lets the rows of a page be chosen; the table within stays the server's and holds `ChooseAll` and `ChooseRow`. */
export const Choosable = ({ ids: all, children }: { ids: string[]; children: ReactNode }) => {
  const selection = useSelection(all);
  const choice = useMemo(
    () => ({ ...selection, all, ids: all.filter((id) => selection.chosen.has(id)) }),
    [selection, all],
  );
  const list = useRef<HTMLDivElement>(null);
  const none = choice.ids.length === 0;
  const wasNone = useRef(none);
  useEffect(() => {
    // The bar has gone, and with it the button that had the focus: reading goes on at the list.
    if (none && !wasNone.current && document.activeElement === document.body)
      list.current?.querySelector("section")?.focus();
    wasNone.current = none;
  }, [none]);
  return (
    <Context value={choice}>
      <div ref={list} className="grid grid-cols-1 gap-2">
        {children}
      </div>
    </Context>
  );
};

/** The box in the head that chooses every row of the page, or none. */
export const ChooseAll = ({ label }: { label: string }) => {
  const { all, ids, set } = useChoice();
  const whole = ids.length === all.length;
  return (
    <CheckBox
      label={label}
      checked={whole}
      mixed={ids.length > 0 && !whole}
      onToggle={() => set(whole ? [] : all)}
    />
  );
};

/** The box of a row; with Shift all up to it. */
export const ChooseRow = ({ id, label }: { id: string; label: string }) => {
  const { chosen, toggle } = useChoice();
  return (
    <CheckBox label={label} checked={chosen.has(id)} onToggle={(range) => toggle(id, range)} />
  );
};
