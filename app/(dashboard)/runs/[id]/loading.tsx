import { BlockSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function RunLoading() {
  return (
    <Page
      crumbs={[{ title: "Runs", href: "/runs" }, { title: "Run" }]}
      title={<span>&nbsp;</span>}
      summary={<span>&nbsp;</span>}
    >
      <BlockSkeleton className="mb-6 h-20" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_420px]">
        <BlockSkeleton className="h-72" />
        <BlockSkeleton className="h-72" />
      </div>
    </Page>
  );
}
