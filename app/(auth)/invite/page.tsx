import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { withQuery } from "@/app/_ui/http/read-query";
import { AuthPage } from "@/app/(auth)/auth-page";
import { AcceptButton } from "@/app/(auth)/invite/accept-button";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitePage({ searchParams }: PageProps<"/invite">) {
  const { token } = await searchParams;
  const user = await sessionUser();
  if (typeof token !== "string" || token === "") {
    return (
      <AuthPage
        title="This link is not complete"
        summary="Part of it was lost on the way. Copy the whole address from the mail, or ask for a new invitation."
      />
    );
  }
  if (user) {
    return (
      <AuthPage title="You were invited" summary={`Join as ${user.email}.`}>
        <AcceptButton token={token} />
      </AuthPage>
    );
  }
  const next = withQuery("/invite", { token });
  return (
    <AuthPage
      title="You were invited"
      summary="Sign in, or create an account with the address the invitation was sent to."
    >
      <div className="grid gap-2">
        <ButtonLink look="primary" size="large" href={`/sign-up?next=${encodeURIComponent(next)}`}>
          Create an account
        </ButtonLink>
        <ButtonLink size="large" href={`/sign-in?next=${encodeURIComponent(next)}`}>
          Sign in
        </ButtonLink>
      </div>
    </AuthPage>
  );
}
