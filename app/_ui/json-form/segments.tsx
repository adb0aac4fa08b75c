"use client";

import { useId } from "react";
import { cn } from "@/app/_ui/cn";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; title: string }[];
  disabled?: boolean;
};

/** A choice of a few, all of them visible; radio buttons underneath. */
export const Segments = ({ label, value, onChange, options, disabled = false }: Props) => {
  const name = useId();
  return (
    <fieldset
      disabled={disabled}
      className="inline-flex flex-wrap gap-0.5 justify-self-start rounded-md border border-line bg-page p-0.5"
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "flex min-h-6 cursor-pointer items-center rounded-sm px-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-focus",
            option.value === value
              ? "bg-raised font-medium text-ink shadow-sm"
              : "text-muted hover:text-ink",
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.title}
        </label>
      ))}
    </fieldset>
  );
};
