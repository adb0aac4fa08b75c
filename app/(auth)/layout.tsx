import type { ReactNode } from "react";
import { Mark } from "@/app/_ui/frame/logo";

/** The quiet room before the door: one column, nothing else to look at. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col px-5 py-10 sm:pt-[12vh]">
      <header className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
        <Mark />
        Steward
      </header>
      <main id="content" tabIndex={-1} className="outline-none">
        {children}
      </main>
    </div>
  );
}
