import { GitCompare } from "lucide-react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";

/** Two runs that cannot be compared, or only one. */
export const Refused = ({ sentence }: { sentence: string }) => (
  <Empty
    icon={GitCompare}
    title="Nothing to compare yet"
    action={<ButtonLink href="/runs">Open the runs</ButtonLink>}
  >
    {sentence} In the list of runs, choose two of one workflow, then Compare.
  </Empty>
);
