import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Live } from "@/app/_ui/http/live";

/** Runs follow along, and their filters and selected step live in the URL. */
export default function RunsLayout({ children }: { children: ReactNode }) {
  return (
    <Live>
      <NuqsAdapter>{children}</NuqsAdapter>
    </Live>
  );
}
