import type { ReactNode } from "react";
import * as Email from "react-email";
import { type Frame, PALETTE, SANS, STEWARD } from "./_brand";
import { darkSheet } from "./_dark";
import { Note, TextLink } from "./_parts";
import { styles } from "./_styles";
import { wordsOf } from "./_words";

type Props = Frame & { preview: string; note?: string | undefined; children: ReactNode };

const Footer = ({ note, brand, locale, ...links }: Omit<Props, "preview" | "children">) => {
  const { address, unsubscribeUrl, preferencesUrl } = links;
  const words = wordsOf(locale);
  return (
    <Email.Section style={{ paddingTop: 20 }}>
      {note && <Note>{note}</Note>}
      {address && <Note>{address}</Note>}
      {unsubscribeUrl && (
        <Note>
          <TextLink href={unsubscribeUrl} brand={brand}>
            {words.unsubscribe}
          </TextLink>
        </Note>
      )}
      {preferencesUrl && (
        <Note>
          <TextLink href={preferencesUrl} brand={brand}>
            {words.preferences}
          </TextLink>
        </Note>
      )}
    </Email.Section>
  );
};

/** The frame of every mail: brand, one card, and a footer with `note` (why this mail came), address and unsubscribe. */
export const Layout = ({ brand = STEWARD, preview, children, ...footer }: Props) => (
  <Email.Html lang={footer.locale ?? "en"}>
    <Email.Head>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <style>{darkSheet(brand)}</style>
    </Email.Head>
    <Email.Body
      className="page"
      style={{ margin: 0, backgroundColor: PALETTE.light.page, fontFamily: SANS }}
    >
      <Email.Preview>{preview}</Email.Preview>
      <Email.Container className="page" style={{ maxWidth: 560, padding: "32px 16px" }}>
        <Email.Text className="text" style={styles.brand}>
          {brand.logo ?? brand.name}
        </Email.Text>
        <Email.Section className="card" tdClassName="inside" style={styles.card}>
          {children}
        </Email.Section>
        <Footer {...footer} brand={brand} />
      </Email.Container>
    </Email.Body>
  </Email.Html>
);
