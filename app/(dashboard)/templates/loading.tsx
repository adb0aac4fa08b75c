import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function TemplatesLoading() {
  return (
    <Page
      crumbs={[{ title: "Workflows", href: "/workflows" }, { title: "Templates" }]}
      title="Templates"
      summary="Workflows to begin with. Nothing runs before you publish."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-md" />
        <TableSkeleton />
      </div>
    </Page>
  );
}
