import type { ReactNode } from "react";
import { type Crumb, TopBar } from "@/app/_ui/frame/top-bar";

type Props = {
  crumbs: Crumb[];
  title: ReactNode;
  /** One sentence under the title. */
  summary?: ReactNode;
  /** Buttons at the right; the primary one comes last. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A page of the dashboard: bar, title, one sentence, actions, content. Skeletons use it too, so nothing moves. */
export const Page = ({ crumbs, title, summary, actions, children }: Props) => (
  <div className="flex min-h-dvh min-w-0 flex-1 flex-col">
    <TopBar crumbs={crumbs} />
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto w-full max-w-[1320px] px-4 py-6 outline-none sm:px-6"
    >
      <div className="mb-6 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="font-semibold text-xl">{title}</h1>
          {summary && <div className="mt-0.5 text-muted">{summary}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </main>
  </div>
);
