import type { Metadata } from "next";
import { load } from "@/app/(reader)/load";
import { Nowhere, ReaderPage } from "@/app/(reader)/reader-page";
import { UnsubscribeForm } from "@/app/(reader)/unsubscribe/[token]/unsubscribe-form";
import { wordsOf } from "@/app/(reader)/words";

export const metadata: Metadata = {
  title: "Unsubscribe",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

/** Where the foot of a mail leads. Opening it changes nothing, so that scanners which follow links opt nobody out. */
export default async function UnsubscribePage({ params }: PageProps<"/unsubscribe/[token]">) {
  const { token } = await params;
  const view = await load(token);
  if (!view) return <Nowhere />;
  const { locale, sender, category, email } = view;
  const words = wordsOf(locale);
  const [kind] = words.category[category];
  return (
    <ReaderPage
      locale={locale}
      sender={sender}
      title={words.unsubscribe.title}
      summary={words.unsubscribe.summary(sender, kind, email)}
    >
      <UnsubscribeForm {...{ token, locale, sender, category }} />
      <noscript>
        <form method="post" action={`/api/unsubscribe/${token}`}>
          <button type="submit">{words.unsubscribe.button}</button>
        </form>
      </noscript>
    </ReaderPage>
  );
}
