import { BlockSkeleton, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function HomeLoading() {
  return (
    <Page crumbs={[{ title: "Home" }]} title={<span>&nbsp;</span>} summary={<span>&nbsp;</span>}>
      <div className="grid grid-cols-1 gap-6">
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          <BlockSkeleton className="h-[122px]" />
          <BlockSkeleton className="h-[122px]" />
          <BlockSkeleton className="h-[122px]" />
        </div>
        <BlockSkeleton className="h-[318px]" />
        <TableSkeleton rows={3} />
      </div>
    </Page>
  );
}
