import type { Metadata } from "next";
import { Link } from "@/app/_ui/controls/link";
import { AuthPage, TEXT_LINK } from "@/app/(auth)/auth-page";
import { CheckMail } from "@/app/(auth)/check-mail/check-mail";

export const metadata: Metadata = { title: "Check your mail" };

export default function CheckMailPage() {
  return (
    <AuthPage
      title="Check your mail"
      foot={
        <>
          Confirmed already?{" "}
          <Link href="/sign-in" className={TEXT_LINK}>
            Sign in
          </Link>
        </>
      }
    >
      <CheckMail />
    </AuthPage>
  );
}
