import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthPage } from "@/app/(auth)/auth-page";
import { WelcomeForm } from "@/app/(auth)/welcome/welcome-form";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "New company" };

export default async function WelcomePage() {
  const user = await sessionUser();
  if (!user) redirect("/sign-in?next=/welcome");
  return (
    <AuthPage
      title="New company"
      summary={`You become its owner. Signed in as ${user.email}.`}
      foot="Were you invited to a company? Open the link in that mail instead."
    >
      <WelcomeForm />
    </AuthPage>
  );
}
