import type { Metadata } from "next";
import Link from "next/link";
import { AuthPage, TEXT_LINK } from "@/app/(auth)/auth-page";
import { ForgotForm } from "@/app/(auth)/forgot/forgot-form";

export const metadata: Metadata = { title: "Forgot the password" };

export default function ForgotPage() {
  return (
    <AuthPage
      title="Choose a new password"
      summary="Enter your e-mail address and we send you a link."
      foot={
        <>
          Remembered it?{" "}
          <Link href="/sign-in" className={TEXT_LINK}>
            Sign in
          </Link>
        </>
      }
    >
      <ForgotForm />
    </AuthPage>
  );
}
