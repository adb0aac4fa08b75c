"use client";

import "./globals.css";
import { Fault } from "@/app/_ui/data/fault";

/** The last resort: the root layout itself failed. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Steward</title>
        <main id="content" className="mx-auto max-w-lg px-4 py-24">
          <Fault what="Steward could not be shown." error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
