"use client";

import { Fault } from "@/app/_ui/data/fault";
import { Page } from "@/app/_ui/frame/page";

export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page crumbs={[{ title: "Error" }]} title="This did not work">
      <Fault what="This page could not be loaded." error={error} retry={retry} />
    </Page>
  );
}
