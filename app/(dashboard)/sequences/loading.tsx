import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function SequencesLoading() {
  return (
    <Page
      crumbs={[{ title: "Sequences" }]}
      title="Sequences"
      summary="Mails that follow people over days, and stop when the goal is reached."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-md" />
        <TableSkeleton />
      </div>
    </Page>
  );
}
