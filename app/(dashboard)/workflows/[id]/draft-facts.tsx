"use client";

import { ProblemsBadge } from "@/app/_ui/data/problems-badge";
import { type Facts, useFacts } from "@/app/(dashboard)/workflows/[id]/document/newest";

type Props = { id: string; facts: Facts };

/** The draft's name as it was saved last. */
export const DraftName = ({ id, facts }: Props) => useFacts(id, facts).name;

/** How many problems the draft has, as it was saved last. */
export const DraftProblems = ({ id, facts }: Props) => (
  <ProblemsBadge count={useFacts(id, facts).problems} />
);
