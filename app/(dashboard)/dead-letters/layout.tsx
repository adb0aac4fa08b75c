import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Live } from "@/app/_ui/http/live";

/** Bulk actions are followed, and what is looked at lives in the URL. */
export default function DeadLettersLayout({ children }: { children: ReactNode }) {
  return (
    <Live>
      <NuqsAdapter>{children}</NuqsAdapter>
    </Live>
  );
}
