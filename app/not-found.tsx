import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Mark } from "@/app/_ui/frame/logo";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main
      id="content"
      className="mx-auto grid min-h-dvh max-w-sm content-center justify-items-start gap-4 px-6"
    >
      <Mark />
      <div className="grid gap-1">
        <h1 className="font-semibold text-xl">There is nothing at this address</h1>
        <p className="text-muted">
          The link may be old, or what it leads to belongs to another company of yours. Change the
          company at the top left and try again.
        </p>
      </div>
      <ButtonLink look="primary" href="/">
        Go home
      </ButtonLink>
    </main>
  );
}
