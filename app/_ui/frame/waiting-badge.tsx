"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import type { Room } from "@/app/_ui/frame/rooms";
import { formatCount } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";

const EVERY_MS = 30_000;

type Props = { waiting: NonNullable<Room["waiting"]>; folded: boolean };

/** How many things wait in a room; asked for with each page, and every half minute while the page is seen. */
export const WaitingBadge = ({ waiting: { path, one, many }, folded }: Props) => {
  const format = useFormat();
  const here = usePathname();
  const [count, setCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page may have changed the number.
  useEffect(() => {
    const controller = new AbortController();
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const response = await fetch(path, { cache: "no-store", signal: controller.signal });
      if (!response.ok) return;
      setCount(((await response.json()) as { open: number }).open);
    };
    // A number that cannot be had is left as it was; the room itself explains.
    const quietly = () => void ask().catch(() => {});
    quietly();
    const timer = setInterval(quietly, EVERY_MS);
    document.addEventListener("visibilitychange", quietly);
    return () => {
      controller.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", quietly);
    };
  }, [path, here]);
  if (count === 0) return null;
  return (
    <span
      className={
        folded
          ? "absolute top-0.5 right-0.5 size-2 rounded-full bg-failed-fill"
          : "tabular ml-auto rounded-full bg-failed-soft px-1.5 font-medium text-failed text-xs"
      }
    >
      <span className="sr-only">
        , {count} {count === 1 ? one : many}
      </span>
      {!folded && <span aria-hidden>{formatCount(count, format)}</span>}
    </span>
  );
};
