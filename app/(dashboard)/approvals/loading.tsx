import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function ApprovalsLoading() {
  return (
    <Page
      crumbs={[{ title: "Approvals" }]}
      title="Approvals"
      summary="What your workflows ask people before they go on."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-xl" />
        <TableSkeleton rows={6} />
      </div>
    </Page>
  );
}
