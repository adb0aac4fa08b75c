import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Mark } from "@/app/_ui/frame/logo";
import { AuthPage } from "@/app/(auth)/auth-page";
import { OtpType } from "@/app/api/auth/schema";
import { ConfirmButton } from "@/app/auth/confirm/confirm-button";
import { sameOriginPath } from "@/lib/core/same-origin-path";

export const metadata: Metadata = { title: "Go on", referrer: "no-referrer" };

const WORDS: Record<OtpType, { title: string; summary: string; verb: string; next: string }> = {
  signup: {
    title: "Confirm your address",
    summary: "One click and your account is ready.",
    verb: "Confirm my address",
    next: "/welcome",
  },
  recovery: {
    title: "Choose a new password",
    summary: "This signs you in so that you can set one.",
    verb: "Go on",
    next: "/reset",
  },
  magiclink: {
    title: "Sign in",
    summary: "The link from your mail signs you in.",
    verb: "Sign in",
    next: "/",
  },
  invite: {
    title: "Accept the invitation",
    summary: "This signs you in.",
    verb: "Go on",
    next: "/reset",
  },
  email_change: {
    title: "Confirm the new address",
    summary: "From then on you sign in with it.",
    verb: "Confirm the address",
    next: "/settings",
  },
};

/** Who lost a password sets a new one first; that page leads on. */
const nextOf = (type: OtpType, next: string) =>
  next === "/" || (type === "recovery" && !next.startsWith(WORDS.recovery.next))
    ? WORDS[type].next
    : next;

/**
 * Where the links of auth mails lead. The page itself spends nothing: scanners that open links in mails only see a
 * button, and the token is used when a person presses it.
 */
export default async function ConfirmPage({ searchParams }: PageProps<"/auth/confirm">) {
  const query = await searchParams;
  const type = OtpType.safeParse(query.type);
  const tokenHash = query.token_hash;
  const complete = type.success && typeof tokenHash === "string" && tokenHash !== "";
  const words = type.success ? WORDS[type.data] : undefined;
  const next = typeof query.next === "string" ? sameOriginPath(query.next) : "/";
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col px-5 py-10 sm:pt-[12vh]">
      <header className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
        <Mark />
        Steward
      </header>
      <main id="content" tabIndex={-1} className="outline-none">
        {complete && words ? (
          <AuthPage title={words.title} summary={words.summary}>
            <ConfirmButton
              tokenHash={tokenHash}
              type={type.data}
              verb={words.verb}
              next={nextOf(type.data, next)}
            />
          </AuthPage>
        ) : (
          <AuthPage
            title="This link is not complete"
            summary="Part of it was lost on the way. Copy the whole address from the mail, or ask for a new mail."
          >
            <ButtonLink href="/check-mail" size="large">
              Send a new mail
            </ButtonLink>
          </AuthPage>
        )}
      </main>
    </div>
  );
}
