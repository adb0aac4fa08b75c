"use client";

import { Fault } from "@/app/_ui/data/fault";

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="content" className="mx-auto max-w-lg px-4 py-24">
      <Fault what="This page could not be loaded." error={error} retry={retry} />
    </main>
  );
}
