import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function WorkflowsLoading() {
  return (
    <Page
      crumbs={[{ title: "Workflows" }]}
      title="Workflows"
      summary="What starts on its own, and what it does."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-md" />
        <TableSkeleton />
      </div>
    </Page>
  );
}
