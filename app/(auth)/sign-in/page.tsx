import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Link } from "@/app/_ui/controls/link";
import { AuthPage, TEXT_LINK } from "@/app/(auth)/auth-page";
import { SignInForm } from "@/app/(auth)/sign-in/sign-in-form";
import { sameOriginPath, withNext } from "@/lib/core/same-origin-path";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  const path = sameOriginPath(typeof next === "string" ? next : undefined);
  if (await sessionUser()) redirect(path as Route);
  return (
    <AuthPage
      title="Sign in"
      foot={
        <>
          New here?{" "}
          <Link href={withNext("/sign-up", path)} className={TEXT_LINK}>
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm next={path} />
    </AuthPage>
  );
}
