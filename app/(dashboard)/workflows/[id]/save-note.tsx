"use client";

import type { ComponentProps } from "react";
import { SaveNote as Note } from "@/app/_ui/save/save-note";
import { Moment } from "@/app/_ui/time/moment";

type Props = Omit<ComponentProps<typeof Note>, "children"> & {
  saved: { updatedAt: string };
  live: { version: number; publishedAt: string } | null;
};

/** Whether the draft is saved, and how it stands to what is live. */
export const SaveNote = ({ saved, live, ...saving }: Props) => (
  <Note {...saving}>
    Saved <Moment at={saved.updatedAt} />
    {live && <LiveNote live={live} savedAt={saved.updatedAt} />}
  </Note>
);

const LiveNote = ({
  live,
  savedAt,
}: {
  live: { version: number; publishedAt: string };
  savedAt: string;
}) => {
  // Publishing touches the draft's row as well, within the same second.
  const changed = Date.parse(savedAt) - Date.parse(live.publishedAt) > 1000;
  return (
    <span>
      ·{" "}
      {changed
        ? `changed since version ${live.version} went live`
        : `version ${live.version} is live`}
    </span>
  );
};
