import type { Metadata } from "next";
import { load } from "@/app/(reader)/load";
import { PreferencesForm } from "@/app/(reader)/preferences/[token]/preferences-form";
import { Nowhere, ReaderPage, Suppressed } from "@/app/(reader)/reader-page";
import { wordsOf } from "@/app/(reader)/words";

export const metadata: Metadata = {
  title: "Choose your mails",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

/** Where somebody chooses which kinds of mail a company sends, by the link of any of its mails. */
export default async function PreferencesPage({ params }: PageProps<"/preferences/[token]">) {
  const { token } = await params;
  const view = await load(token);
  if (!view) return <Nowhere />;
  const { locale, sender, email, suppressed, preferences } = view;
  const words = wordsOf(locale);
  return (
    <ReaderPage
      locale={locale}
      sender={sender}
      title={words.preferences.title(sender)}
      summary={words.preferences.summary(email)}
    >
      {suppressed && <Suppressed>{words.suppressed[suppressed]}</Suppressed>}
      <PreferencesForm {...{ token, locale, preferences }} />
    </ReaderPage>
  );
}
