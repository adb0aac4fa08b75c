import type { Metadata } from "next";
import { Link } from "@/app/_ui/controls/link";
import { AuthPage, TEXT_LINK } from "@/app/(auth)/auth-page";
import { ForgotForm } from "@/app/(auth)/forgot/forgot-form";
import { sameOriginPath, withNext } from "@/lib/core/same-origin-path";

export const metadata: Metadata = { title: "Forgot the password" };

export default async function ForgotPage({ searchParams }: PageProps<"/forgot">) {
  const { next } = await searchParams;
  const path = sameOriginPath(typeof next === "string" ? next : undefined);
  return (
    <AuthPage
      title="Choose a new password"
      summary="Enter your e-mail address and we send you a link."
      foot={
        <>
          Remembered it?{" "}
          <Link href={withNext("/sign-in", path)} className={TEXT_LINK}>
            Sign in
          </Link>
        </>
      }
    >
      <ForgotForm next={path} />
    </AuthPage>
  );
}
