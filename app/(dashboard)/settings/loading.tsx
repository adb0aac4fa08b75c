import { BlockSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function SettingsLoading() {
  return (
    <Page crumbs={[{ title: "Settings" }]} title="Settings" summary={<span>&nbsp;</span>}>
      <div className="mb-6 h-9 border-line border-b" />
      <BlockSkeleton className="h-80 max-w-2xl" />
    </Page>
  );
}
