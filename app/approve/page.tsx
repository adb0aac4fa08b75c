import type { Metadata } from "next";
import { Mark } from "@/app/_ui/frame/logo";
import { type Format, formatInstant } from "@/app/_ui/time/format";
import { FormatProvider } from "@/app/_ui/time/format-context";
import { AuthPage } from "@/app/(auth)/auth-page";
import { DecisionForm } from "@/app/(dashboard)/approvals/decision-form";
import { Outcome } from "@/app/(dashboard)/approvals/outcome";
import { QuestionBody } from "@/app/(dashboard)/approvals/question-body";
import { OTHERWISE } from "@/app/(dashboard)/approvals/who";
import { AppError } from "@/lib/core/errors";
import { readByLink } from "@/lib/domain/approvals/by-link";
import type { LinkView } from "@/lib/domain/approvals/schema";

export const metadata: Metadata = {
  title: "Decide",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

const load = async (token: unknown): Promise<LinkView | undefined> => {
  if (typeof token !== "string") return undefined;
  try {
    return await readByLink(token);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  }
};

/**
 * Where the links of approval mails lead, without signing in. Opening it changes nothing: scanners that follow links in
 * mails only see buttons, and the decision is made when a person presses one.
 */
export default async function ApprovePage({ searchParams }: PageProps<"/approve">) {
  const { token } = await searchParams;
  const view = await load(token);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[560px] flex-col px-5 py-10 sm:pt-[10vh]">
      <header className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
        <Mark />
        Steward
      </header>
      <main id="content" tabIndex={-1} className="outline-none">
        {view ? (
          <Question view={view} token={String(token)} />
        ) : (
          <AuthPage
            title="This link leads nowhere"
            summary="Part of it was lost on the way, or what it asked about is gone. Copy the whole address from the mail; if that does not help, ask whoever sent you the mail."
          />
        )}
      </main>
    </div>
  );
}

const Question = ({ view, token }: { view: LinkView; token: string }) => {
  const format: Format = { locale: "en", timeZone: view.timeZone };
  return (
    <FormatProvider format={format}>
      <AuthPage
        title={view.title}
        summary={`${view.tenantName} asks you, ${view.email}, in “${view.workflowName}”.`}
      >
        {view.open ? (
          <div className="grid gap-6">
            <QuestionBody {...view} />
            <p className="text-muted">
              Open until {formatInstant(view.deadline, format)}. If nobody decides by then,{" "}
              {OTHERWISE[view.onDeadline]}.
            </p>
            <DecisionForm path="/api/v1/approvals/by-link" token={token} />
            <noscript>
              <p>Turn JavaScript on to decide here, or sign in and open Approvals.</p>
            </noscript>
          </div>
        ) : (
          <Outcome status={view.status} decision={view.decision} />
        )}
      </AuthPage>
    </FormatProvider>
  );
};
