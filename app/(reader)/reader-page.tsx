import type { ReactNode } from "react";
import { AuthPage } from "@/app/(auth)/auth-page";
import { wordsOf } from "@/app/(reader)/words";

type Props = {
  locale: "en" | "de";
  /** Who writes; left out where the link names nobody. */
  sender?: string;
  title: string;
  summary?: string;
  children?: ReactNode;
};

/** A page for readers of mails: one column, in their language, nothing to sign in to. */
export const ReaderPage = ({ locale, sender, title, summary, children }: Props) => (
  <div
    lang={locale}
    className="mx-auto flex min-h-dvh w-full max-w-[480px] flex-col px-5 py-10 sm:pt-[12vh]"
  >
    {sender && <header className="mb-8 font-semibold text-lg">{sender}</header>}
    <main id="content" tabIndex={-1} className="outline-none">
      <AuthPage title={title} summary={summary}>
        {children}
      </AuthPage>
    </main>
  </div>
);

/** For links that are not complete, forged or of somebody who was forgotten: all the same page. */
export const Nowhere = () => <ReaderPage locale="en" {...wordsOf("en").nowhere} />;

/** Said above a choice that has no effect at present. */
export const Suppressed = ({ children }: { children: ReactNode }) => (
  <p className="rounded-md bg-degraded-soft p-3 text-degraded">{children}</p>
);
