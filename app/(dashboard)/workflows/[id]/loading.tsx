import { BlockSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function WorkflowLoading() {
  return (
    <Page
      crumbs={[{ title: "Workflows", href: "/workflows" }, { title: "Workflow" }]}
      title={<span>&nbsp;</span>}
      summary={<span>&nbsp;</span>}
    >
      <div className="grid items-start gap-8 xl:grid-cols-[minmax(0,1fr)_380px]">
        <BlockSkeleton className="h-[60vh]" />
        <BlockSkeleton className="h-64" />
      </div>
    </Page>
  );
}
