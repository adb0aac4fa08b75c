import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthPage } from "@/app/(auth)/auth-page";
import { NewCompanyForm } from "@/app/(auth)/new-company/company-form";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "New company" };

export default async function NewCompanyPage() {
  const user = await sessionUser();
  if (!user) redirect("/sign-in?next=/new-company");
  return (
    <AuthPage
      title="New company"
      summary={`You become its owner. Signed in as ${user.email}.`}
      foot="Were you invited to a company? Open the link in that mail instead."
    >
      <NewCompanyForm />
    </AuthPage>
  );
}
