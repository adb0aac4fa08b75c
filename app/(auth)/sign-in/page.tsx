import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { sameOriginPath } from "@/app/_ui/http/same-origin-path";
import { AuthPage, TEXT_LINK } from "@/app/(auth)/auth-page";
import { SignInForm } from "@/app/(auth)/sign-in/sign-in-form";
import { sessionUser } from "@/lib/infra/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  if (await sessionUser()) redirect("/");
  const path = sameOriginPath(typeof next === "string" ? next : undefined);
  return (
    <AuthPage
      title="Sign in"
      foot={
        <>
          New here?{" "}
          <Link
            href={{ pathname: "/sign-up", query: path === "/" ? {} : { next: path } }}
            className={TEXT_LINK}
          >
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm next={path} />
    </AuthPage>
  );
}
