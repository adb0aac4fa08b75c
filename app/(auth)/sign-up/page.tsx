import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Link } from "@/app/_ui/controls/link";
import { AuthPage, TEXT_LINK } from "@/app/(auth)/auth-page";
import { SignUpForm } from "@/app/(auth)/sign-up/sign-up-form";
import { sameOriginPath, withNext } from "@/lib/core/same-origin-path";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const { next } = await searchParams;
  const path = sameOriginPath(typeof next === "string" ? next : undefined);
  if (await sessionUser()) redirect(path as Route);
  const invited = path.startsWith("/invite?");
  return (
    <AuthPage
      title="Create your account"
      summary={
        invited
          ? "Use the address the invitation was sent to."
          : "Set up your first workflow in a few minutes."
      }
      foot={
        <>
          Have an account already?{" "}
          <Link href={withNext("/sign-in", path)} className={TEXT_LINK}>
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm next={path} invited={invited} />
    </AuthPage>
  );
}
