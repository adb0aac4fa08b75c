"use client";

import "./globals.css";

/**
 * The last resort: the root layout itself failed. It comes along with every page, so it is made of nothing but plain
 * elements.
 */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return (
    <html lang="en">
      <body>
        <title>Steward</title>
        <main id="content" className="mx-auto grid max-w-lg justify-items-start gap-3 px-4 py-24">
          <h1 className="font-semibold text-lg">Steward could not be shown.</h1>
          <p role="alert" className="text-muted">
            Nothing was changed. It is often over in a moment: try again, and if it stays, tell
            whoever runs Steward the id below.
          </p>
          {typeof digest === "string" && <p className="font-mono text-xs">Error {digest}</p>}
          <button
            type="button"
            onClick={retry}
            className="h-8 rounded-md bg-accent px-3 font-medium text-on-accent hover:bg-accent-strong"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
