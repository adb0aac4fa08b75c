"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useId, useTransition } from "react";
import { Select } from "@/app/_ui/form/select";

type Props = {
  workflowId: string;
  version: number;
  against: number | "draft";
  versions: number[];
};

/** What the shown version is compared with; the choice is part of the address. */
export const ComparePicker = ({ workflowId, version, against, versions }: Props) => {
  const router = useRouter();
  const id = useId();
  const [pending, start] = useTransition();
  const choose = (other: string) =>
    start(() =>
      router.push(`/workflows/${workflowId}/versions?v=${version}&with=${other}` as Route, {
        scroll: false,
      }),
    );
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm" aria-busy={pending}>
      <label htmlFor={id} className="text-muted">
        Compare with
      </label>
      <Select
        id={id}
        value={against === 0 ? "" : String(against)}
        onChange={(event) => choose(event.target.value)}
      >
        {against === 0 && <option value="">Nothing before it</option>}
        <option value="draft">The draft of today</option>
        {versions
          .filter((one) => one !== version)
          .map((one) => (
            <option key={one} value={one}>
              {one === version - 1 ? `Version ${one} (the one before)` : `Version ${one}`}
            </option>
          ))}
      </Select>
    </p>
  );
};
