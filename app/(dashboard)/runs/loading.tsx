import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function RunsLoading() {
  return (
    <Page
      crumbs={[{ title: "Runs" }]}
      title="Runs"
      summary="Everything your workflows did, and what they do right now."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-xl" />
        <TableSkeleton rows={12} />
      </div>
    </Page>
  );
}
