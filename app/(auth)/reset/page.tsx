import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthPage } from "@/app/(auth)/auth-page";
import { ResetForm } from "@/app/(auth)/reset/reset-form";
import { sameOriginPath } from "@/lib/core/same-origin-path";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPage({ searchParams }: PageProps<"/reset">) {
  const { next } = await searchParams;
  const user = await sessionUser();
  if (!user) redirect("/forgot");
  return (
    <AuthPage
      title="Set a new password"
      summary={`For ${user.email}. Other devices are signed out.`}
    >
      <ResetForm
        email={user.email}
        next={sameOriginPath(typeof next === "string" ? next : undefined)}
      />
    </AuthPage>
  );
}
